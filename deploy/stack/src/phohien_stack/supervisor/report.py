"""`phohien status --json`: what scripts and tests read."""

from typing import Any

from phohien_stack.supervisor import record
from phohien_stack.supervisor.place import Place
from phohien_stack.supervisor.record import Record

SCHEMA = "phohien.status/1"


def report(place: Place) -> dict[str, Any]:
    """No secrets: those are in `stack_file`, for its owner alone."""
    now = record.load(place.record)
    up = place.is_up()
    shown = now if now is not None and up else None
    return {
        "schema": SCHEMA,
        "state": shown.state if shown else "down",
        "pid": shown.pid if shown else None,
        "demo": shown.demo if shown else None,
        "folder": str(place.folder),
        "home": str(place.home),
        "stack_file": str(place.record),
        "urls": shown.urls if shown else {},
        "metrics": shown.metrics if shown else {},
        "parts": _parts(shown) if shown else [],
    }


def _parts(now: Record) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "state": "running" if record.is_alive(child) else "stopped",
            "pid": child.pid,
            "restarts": child.restarts,
            "url": now.urls.get(name.removesuffix("-api")),
        }
        for name, child in now.children.items()
    ]
