"""All steps in order; what is there already is left alone."""

import time
from collections.abc import Callable

from phohien_stack.seed import items, offers, people
from phohien_stack.seed.dataset import Dataset
from phohien_stack.seed.delivery import deliver
from phohien_stack.seed.ledger import Ledger
from phohien_stack.seed.people import People
from phohien_stack.supervisor import record
from phohien_stack.supervisor.place import Place
from phohien_stack.supervisor.record import Record

Say = Callable[[str, str], None]


def fill(place: Place, now: Record, *, say: Say) -> None:
    """People, files, items, offers, and one push to the stand-in if there is one."""
    begun = time.monotonic()
    dataset, ledger = Dataset(), Ledger(place.home)
    everyone = people.everybody(dataset.agencies)
    kept = record.load_kept(place.home)
    kept.logins = people.logins(everyone, kept.logins)
    record.save_kept(place.home, kept)
    now.logins = kept.logins
    held = People(now.urls, kept.logins)
    try:
        made = people.admit(now.database_url, everyone, held)
        say("people", f"{len(everyone)}, {made} new")
        for sample in dataset.samples:
            items.enter(held, dataset, ledger, sample)
        say("items", f"{len(dataset.samples)} released  {_since(begun)}")
        sent = offers.offered(dataset)
        for sample in sent:
            offers.offer(held, ledger, sample)
        say("offers", f"{len(sent)} to {offers.TARGET}  {_since(begun)}")
        if "standin" in now.urls:
            say("sync", deliver(held, now))
    finally:
        held.close()


def _since(begun: float) -> str:
    return f"{time.monotonic() - begun:.1f} s"
