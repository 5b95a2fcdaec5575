"""One push to the stand-in, as the nightly one."""

from phohien_stack.seed.people import OPERATOR, People
from phohien_stack.supervisor.record import Record


def deliver(people: People, now: Record) -> str:
    desk = people.desk(OPERATOR, "sync")
    made = desk.call("POST", "/staff/v1/sync/runs", json={"target": "asean-portal"})
    return f"{made.status_code} {now.urls['standin']}"
