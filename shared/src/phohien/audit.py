"""One line in the audit chain. Append it last: it holds the chain until the commit."""

from typing import Any

import orjson
from sqlalchemy import text

from phohien.callers import Caller
from phohien.db import WriteSession

_APPEND = text(
    "SELECT audit.append(:service, :actor, :on_behalf_of, :action, :subject,"
    " CAST(:detail AS jsonb))"
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
    actor, behalf = f"system:{caller}", ""
    if isinstance(caller, Caller):
        actor, behalf = f"{caller.kind}:{caller.username}", caller.on_behalf_of
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
