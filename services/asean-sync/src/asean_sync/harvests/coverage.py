"""Whether what a target harvested must have shown it a change. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

ALWAYS = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Window:
    """One complete harvest: every record stamped from `start` to before `until`."""

    start: datetime | None
    until: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """Between these two moments a change was written into the feed.

    Its own stamp is content-api's; it is not before the change was decided on and not
    after we saw it.
    """

    key: str
    decided: datetime
    seen: datetime

    @classmethod
    def read(cls, ticket: str) -> "Told":
        key, decided, seen = ticket.split("/")
        return cls(key, datetime.fromisoformat(decided), datetime.fromisoformat(seen))

    @property
    def ticket(self) -> str:
        return f"{self.key}/{self.decided.isoformat()}/{self.seen.isoformat()}"


def covers(windows: Iterable[Window], told: Told) -> bool:
    """Harvests that follow one another without a gap count as one."""
    reached = told.decided
    for one in sorted(windows, key=lambda one: one.start or ALWAYS):
        if one.start is None or one.start <= reached:
            reached = max(reached, one.until)
    return reached > told.seen
