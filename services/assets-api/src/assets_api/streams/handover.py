"""Writers of this process, asked to save what they hold and to let go.

Only a courtesy: it spares a weak line the bytes that had arrived. What keeps two
writers apart is the fence in the database, here and across processes.
"""

import asyncio
import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

PATIENCE = 0.8
"""A HEAD must answer soon; a writer that needs longer is fenced off."""


@dataclass(frozen=True, slots=True)
class Turn:
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)


class Handover:
    def __init__(self) -> None:
        self._turns: dict[UUID, Turn] = {}

    @contextmanager
    def turn(self, upload_id: UUID) -> Iterator[Turn]:
        """For as long as a writer writes."""
        mine = Turn()
        self._turns[upload_id] = mine
        try:
            yield mine
        finally:
            mine.over.set()
            if self._turns.get(upload_id) is mine:
                del self._turns[upload_id]

    async def ask(self, upload_id: UUID) -> None:
        """Returns when the writer has saved its bytes, or after a short while."""
        turn = self._turns.get(upload_id)
        if turn is None:
            return
        turn.stop.set()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(turn.over.wait(), PATIENCE)
