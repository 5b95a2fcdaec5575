"""Who of those at work may have how many connections to a target."""

from asean_sync.sending.shares import statements
from asean_sync.sending.shares.wire import Wire
from phohien.db import WriteSession


async def renewed(
    session: WriteSession, code: str, wire: Wire, allowed: int, lease: float
) -> int:
    """An equal part of what the target bears, as far as the others leave it.

    Called under the target's lock, so that no two desks take the same connection.
    """
    desks, taken = await statements.others(session, code, wire.owner)
    equal = -(-allowed // (desks + 1))
    share = max(min(equal, allowed - taken), 0)
    written = wire.narrow(share)
    await statements.take(session, code, wire.owner, written, lease)
    return share
