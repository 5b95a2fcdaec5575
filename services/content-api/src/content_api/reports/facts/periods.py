"""The days a report covers. Years of one kind meet: no day falls between two."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from phohien.clock import HERE

DAY = timedelta(days=1)


class Basis(StrEnum):
    """How a year is cut; the report is due before the calendar year ends."""

    CALENDAR = "calendar"
    REPORTING_YEAR = "reporting_year"
    CUT_OFF = "cut_off"
    CUSTOM = "custom"


# Month and day a year of this kind ends with.
ENDS = {
    Basis.CALENDAR: (12, 31),
    Basis.REPORTING_YEAR: (12, 14),
    Basis.CUT_OFF: (11, 30),
}


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included, in the time of Việt Nam."""

    start: date
    end: date

    @property
    def since(self) -> datetime:
        return datetime.combine(self.start, time(), HERE)

    @property
    def until(self) -> datetime:
        return datetime.combine(self.end + DAY, time(), HERE)

    def holds(self, day: str | None) -> bool:
        """A day as it is written in a fact: 2026-11-30."""
        return bool(day) and self.start.isoformat() <= str(day) <= self.end.isoformat()


def of_year(year: int, basis: Basis) -> Period:
    """2026 by `cut_off` is 1/12/2025 to 30/11/2026."""
    end = date(year, *ENDS[basis])
    return Period(date(year - 1, *ENDS[basis]) + DAY, end)


def gap_before(start: date, others: Sequence[Period]) -> date | None:
    """The day after which nothing was reported, when that is not the day before.

    The answer is the first day that no report would cover.
    """
    earlier = [other.end for other in others if other.start < start]
    if not earlier or max(earlier) + DAY >= start:
        return None
    return max(earlier) + DAY
