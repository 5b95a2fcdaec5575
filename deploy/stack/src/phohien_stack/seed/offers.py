"""What is offered to the ASEAN portal: nominated by one, approved by another."""

from phohien import clock
from phohien_stack.seed.dataset import Dataset, Sample, entitled
from phohien_stack.seed.ledger import Ledger
from phohien_stack.seed.people import People

NOMINATIONS = "/staff/v1/nominations"
TARGET = "asean-portal"


def offered(dataset: Dataset) -> list[Sample]:
    """Only types an agency is entitled to send there."""
    pairs = entitled(TARGET, on=clock.now().date())
    return [
        sample
        for sample in dataset.samples
        if (sample.agency, sample.body["type"]) in pairs
    ]


def offer(people: People, ledger: Ledger, sample: Sample) -> None:
    if sample.id in ledger.entries.offered:
        return
    coordinator, approver = people.desk("coordinator"), people.desk("approver")
    key = ledger.entries.keys[sample.id]
    there = coordinator.call("GET", NOMINATIONS, params={"key": key}).json()["data"]
    missing = set(sample.languages) - {line["lang"] for line in there}
    if missing:
        coordinator.call(
            "POST",
            NOMINATIONS,
            json={"key": key, "target": TARGET, "languages": sorted(missing)},
        )
    lines = coordinator.call("GET", NOMINATIONS, params={"key": key}).json()["data"]
    for line in lines:
        if line["state"] not in {"approved", "rejected"}:
            approver.call("POST", f"{NOMINATIONS}/{line['id']}/approve", json={})
    ledger.entries.offered.append(sample.id)
    ledger.save()
