"""Languages that leave an object which stays, where one object holds a whole item."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from asean_sync.planning.wishes import Desire, Known


@dataclass(frozen=True, slots=True)
class Loss:
    """Languages that leave an object which stays. `said`: who said so of one."""

    languages: tuple[str, ...]
    said: str | None

    @property
    def reason(self) -> str:
        return f"{', '.join(self.languages)}: {self.said or 'no longer offered'}"

    def names(self, key: str) -> list[str]:
        return [f"{key}.{lang}" for lang in self.languages]


def losses(desire: Desire, items: Mapping[str, Known], at: datetime) -> dict[str, Loss]:
    found = {}
    for key, one in items.items():
        left = desire.wishes.get(key) or desire.refusals.get(key)
        gone = sorted(one.parts - frozenset(left.parts)) if left else []
        if not one.wanted or not gone:
            continue
        said = [part_said(desire, one, lang, at) for lang in gone]
        found[key] = Loss(tuple(gone), next(filter(None, said), None))
    return found


def part_said(desire: Desire, one: Known, lang: str, at: datetime) -> str | None:
    said = desire.said.get((one.item_id, lang))
    until = one.source.get("expiry", {}).get(lang)
    if said is None and until and datetime.fromisoformat(until) <= at:
        return "expired"
    return said
