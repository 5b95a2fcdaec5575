from collections.abc import Sequence
from typing import Any

from sqlalchemy import text

from phohien.canonical import canonical_text
from phohien.db import WriteSession


async def declare_filters(
    session: WriteSession, declared: Sequence[dict[str, Any]]
) -> int:
    """What is released already can be found by new filters on return."""
    found: int = await session.scalar(
        text("SELECT release.declare_facts(CAST(:declared AS jsonb))"),
        {"declared": canonical_text(list(declared))},
    )
    return found
