"""When to try again: the schedule of Standard Webhooks, and some chance."""

from datetime import datetime, timedelta

SECOND, MINUTE, HOUR = 1, 60, 3600
# After the first, second, … failed try; after the last one there is no other.
PAUSES = (
    *(5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR),
    *(10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR),
)
JITTER = 0.2
# An endpoint that has failed for so long is paused, and the operator sees why.
GIVE_UP = timedelta(days=5)


def next_try(
    attempts: int, *, at: datetime, chance: float, retry_after: int = 0
) -> datetime | None:
    """None when it was the last one. `chance` is between 0 and 1."""
    if attempts > len(PAUSES):
        return None
    pause = PAUSES[attempts - 1] * (1 + JITTER * chance)
    return at + timedelta(seconds=max(pause, retry_after))
