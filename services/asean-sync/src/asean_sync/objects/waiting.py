"""Objects whose target accepted and decides later: a word of it makes them due."""

from sqlalchemy import ColumnElement, func, or_, update

from asean_sync.objects.states import State
from asean_sync.objects.tables import Object
from asean_sync.objects.tickets import OVERDUE
from phohien.db import WriteSession


def waiting(target_code: str) -> list[ColumnElement[bool]]:
    """Also those about which a person was told that it takes long."""
    return [
        Object.target_code == target_code,
        Object.ticket.is_not(None),
        Object.state.in_([State.APPLIED.value, State.HELD.value]),
        or_(Object.state == State.APPLIED.value, Object.hold_reason == OVERDUE),
    ]


async def ask_now(
    session: WriteSession, target_code: str, *heard: ColumnElement[bool]
) -> None:
    """`heard`: of which of them something may have been said."""
    await session.execute(
        update(Object)
        .where(*waiting(target_code), *heard)
        .values(
            state=State.APPLIED.value,
            hold_reason=None,
            not_before=func.clock_timestamp(),
        )
        .execution_options(synchronize_session=False)
    )
