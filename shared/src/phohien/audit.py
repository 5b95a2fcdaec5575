"""One line in the audit chain. Append it last: it holds the chain until the commit."""

from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import text

from phohien.callers import Caller
from phohien.db import WriteSession

_APPEND = text(
    "SELECT audit.append(:service, :actor, :on_behalf_of, :action, :subject,"
    " CAST(:detail AS jsonb))"
)
# The order of the chain is the order of the entries.
_APPEND_ALL = text(
    "SELECT count(audit.append(:service, :actor, :on_behalf_of, e.told ->> 0,"
    " e.told ->> 1, e.told -> 2))"
    " FROM (SELECT told FROM jsonb_array_elements(CAST(:entries AS jsonb))"
    "   WITH ORDINALITY AS listed(told, place) ORDER BY place) e"
)


async def append(
    session: WriteSession,
    *,
    service: str,
    caller: Caller | str,
    action: str,
    subject: str,
    detail: dict[str, Any] | None = None,
) -> int:
    """`caller` is a Caller, or the name of what acts by itself, such as `tick`."""
    actor, behalf = _named(caller)
    seq = await session.scalar(
        _APPEND,
        {
            "service": service,
            "actor": actor,
            "on_behalf_of": behalf,
            "action": action,
            "subject": subject,
            "detail": orjson.dumps(detail or {}).decode(),
        },
    )
    assert isinstance(seq, int)  # noqa: S101 -- audit.append returns bigint
    return seq


async def append_all(
    session: WriteSession,
    entries: Iterable[tuple[str, str, dict[str, Any]]],
    *,
    service: str,
    caller: Caller | str,
) -> None:
    """(action, subject, detail) of many lines, in one statement."""
    actor, behalf = _named(caller)
    await session.execute(
        _APPEND_ALL,
        {
            "service": service,
            "actor": actor,
            "on_behalf_of": behalf,
            "entries": orjson.dumps(list(entries)).decode(),
        },
    )


def _named(caller: Caller | str) -> tuple[str, str]:
    if isinstance(caller, Caller):
        return f"{caller.kind}:{caller.username}", caller.on_behalf_of
    return f"system:{caller}", ""
