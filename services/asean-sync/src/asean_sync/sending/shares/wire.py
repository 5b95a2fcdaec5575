"""The connections one desk may have open to its target at a time."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

from anyio import CapacityLimiter

from asean_sync.sending.errors import LostLeaseError
from asean_sync.sending.ledger.held import Claim


class Wire:
    """A share of what the target bears, granted in the database for as long as a lease.

    More objects are under way than there are connections: while one is written into
    the book another is on the wire.
    """

    def __init__(self) -> None:
        self.owner: UUID = uuid4()
        self.granted = 0
        self._slots = CapacityLimiter(1)

    def narrow(self, share: int) -> int:
        """To be written as our share: what is in use stays in use for a while."""
        self.granted = share
        if share < self._slots.total_tokens:
            self.settle()
        return max(share, int(self._slots.borrowed_tokens))

    def settle(self) -> None:
        """Once it is committed. One is always left for what is under way."""
        self._slots.total_tokens = max(self.granted, 1)

    @asynccontextmanager
    async def slot(self, claim: Claim | None = None) -> AsyncGenerator[None]:
        """One connection. Raises LostLeaseError when the lease ended in the queue."""
        async with self._slots:
            if claim is not None and not claim.alive:
                raise LostLeaseError
            yield
