"""What goes to a target: the coordinator nominates, the approver approves."""

from typing import Any

from phohien_stack.dataset.desk import Desk
from phohien_stack.dataset.entries import Entry, offers

PATH = "/staff/v1/nominations"


def is_offered(entry: Entry) -> bool:
    return entry.type in offers().types or entry.id in offers().items


async def nominations(coordinator: Desk) -> dict[tuple[str, str], dict[str, Any]]:
    """Every nomination for the target by item and language, newest first."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    async for line in coordinator.listed(PATH, target=offers().target, limit=200):
        found.setdefault((line["key"], line["lang"]), line)
    return found


async def nominate(coordinator: Desk, key: str, languages: list[str]) -> None:
    await coordinator.ask(
        "POST",
        PATH,
        json={"key": key, "target": offers().target, "languages": languages},
    )


async def approve(approver: Desk, nomination_id: str) -> None:
    await approver.ask("POST", f"{PATH}/{nomination_id}/approve")
