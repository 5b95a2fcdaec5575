"""When the nightly slot of a target is, in its own time zone. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from croniter import croniter  # type: ignore[import-untyped]  # it ships no types

CRON = "0 2 * * *"
ZONE = "Asia/Ho_Chi_Minh"
MISFIRE_UNTIL = "06:00"


@dataclass(frozen=True, slots=True)
class Slot:
    cron: str = CRON
    tz: str = ZONE
    misfire_until: str = MISFIRE_UNTIL

    def after(self, moment: datetime) -> datetime:
        """The next time the slot comes, strictly after `moment`."""
        local = moment.astimezone(ZoneInfo(self.tz))
        found: datetime = croniter(self.cron, local).get_next(datetime)
        return found

    def still_open(self, due: datetime, now: datetime) -> bool:
        """Whether a slot missed at `due` may start at `now`."""
        zone = ZoneInfo(self.tz)
        begins = due.astimezone(zone)
        ends = datetime.combine(
            begins.date(), time.fromisoformat(self.misfire_until), zone
        )
        if ends <= begins:
            ends += timedelta(days=1)
        return now < ends
