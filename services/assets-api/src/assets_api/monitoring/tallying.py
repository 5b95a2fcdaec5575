"""Counts kept in the transaction they count: they survive the worker that counted."""

from collections.abc import Mapping

from sqlalchemy.dialects.postgresql import insert

from assets_api.monitoring.tables import Tally
from phohien.db import WriteSession

VERDICT, CPU = "verdict", "inspection-cpu-ms"


async def verdict(
    session: WriteSession, state: str, reason: str = "", *, form: str, cpu_ms: int
) -> None:
    """What became of a file, and what its inspection and renditions took."""
    await _add(session, {(VERDICT, f"{state}:{reason}"): 1, (CPU, form): cpu_ms})


async def _add(session: WriteSession, counts: Mapping[tuple[str, str], int]) -> None:
    """In one order, so that two workers never wait for each other in a circle."""
    rows = [
        {"figure": figure, "label": label, "value": value}
        for (figure, label), value in sorted(counts.items())
    ]
    statement = insert(Tally).values(rows)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[Tally.figure, Tally.label],
            set_={"value": Tally.value + statement.excluded.value},
        )
    )
