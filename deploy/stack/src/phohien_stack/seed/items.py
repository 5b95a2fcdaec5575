"""Items on their way from the officer's draft to the public."""

from typing import Any

from phohien_stack.seed.client import Desk
from phohien_stack.seed.dataset import Dataset, Sample
from phohien_stack.seed.ledger import Ledger
from phohien_stack.seed.media import upload
from phohien_stack.seed.people import People

ITEMS = "/staff/v1/items"


def enter(people: People, dataset: Dataset, ledger: Ledger, sample: Sample) -> None:
    """Written by an officer, cleared and released by a leader, in every language."""
    entries = ledger.entries
    officer, leader = people.officer(sample.agency), people.leader(sample.agency)
    if sample.id not in entries.keys:
        media = _media(people, dataset, ledger, sample)
        made = officer.call("POST", ITEMS, json=_body(ledger, sample, media))
        entries.keys[sample.id] = made.json()["key"]
        ledger.save()
    if sample.id not in entries.released:
        path = f"{ITEMS}/{entries.keys[sample.id]}"
        _step(officer, path, "submit", before="draft")
        _step(leader, path, "clear", before="submitted", declaration=True)
        _step(leader, path, "release", before="cleared")
        entries.released.append(sample.id)
        ledger.save()


def _body(
    ledger: Ledger, sample: Sample, media: list[dict[str, Any]]
) -> dict[str, Any]:
    relations = [
        {"kind": relation["kind"], "key": ledger.entries.keys[relation["to"]]}
        for relation in sample.relations
    ]
    return {**sample.body, "relations": relations, "media": media}


def _media(
    people: People, dataset: Dataset, ledger: Ledger, sample: Sample
) -> list[dict[str, Any]]:
    """An asset belongs to one agency, so each agency uploads its own."""
    found = []
    for medium in (one for group in sample.media for one in dataset.groups[group]):
        languages = [tag for tag in medium.languages if tag in sample.languages]
        if not languages:
            continue
        name = f"{sample.agency}/{medium.file}"
        if name not in ledger.entries.assets:
            desk = people.officer(sample.agency, "assets")
            ledger.entries.assets[name] = upload(desk, dataset, medium)
            ledger.save()
        asset = ledger.entries.assets[name]
        found.append({"asset_id": asset, "role": medium.role, "languages": languages})
    return found


def _step(desk: Desk, path: str, action: str, *, before: str, **extra: Any) -> None:
    """Languages that are past this step already are left alone."""
    held = desk.call("GET", path).json()["languages"]
    wanted = {
        tag: state["closure_hash"]
        for tag, state in held.items()
        if state["status"] == before
    }
    if wanted:
        order = {"languages": list(wanted), "if_hash": wanted, **extra}
        desk.call("POST", f"{path}/{action}", json=order)
