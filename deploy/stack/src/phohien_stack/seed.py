"""Fills a running stack with the sample dataset, through the API."""

from collections.abc import Callable

from phohien_stack.supervisor.record import Record

Say = Callable[[str, str], None]


def run(now: Record, *, say: Say) -> None:
    say("seed", f"nothing to do at {now.urls['content']}")
