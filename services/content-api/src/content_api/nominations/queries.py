"""Statements on nominations, and the call that alone may write an offer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, select, text, tuple_
from sqlalchemy.dialects.postgresql import insert

from content_api.nominations.tables import Nomination
from phohien.db import ReadSession, WriteSession
from phohien.pagination import Cursor
from phohien.release import document, offer

Line = tuple[Nomination, UUID | None, str | None]


async def visible_hash(session: ReadSession, item_id: UUID, lang: str) -> str | None:
    """The hash of what the public reads at this moment."""
    found: str | None = await session.scalar(
        select(document.c.closure_hash).where(
            document.c.item_id == item_id,
            document.c.lang == lang,
            document.c.superseded_at.is_(None),
            document.c.visible_from <= text("now()"),
            document.c.expires_at.is_(None) | (document.c.expires_at > text("now()")),
        )
    )
    return found


async def insert_or_renew(session: WriteSession, values: dict[str, Any]) -> UUID:
    """An open nomination of the same language takes the present hash."""
    statement = insert(Nomination).values(**values)
    found: UUID | None = await session.scalar(
        statement.on_conflict_do_update(
            index_elements=["item_id", "target_code", "lang"],
            index_where=text("state = 'nominated'"),
            set_={
                name: statement.excluded[name]
                for name in ("closure_hash", "nominated_by", "nominated_at")
            },
        ).returning(Nomination.id)
    )
    assert found is not None  # noqa: S101 -- inserted or updated, never neither
    return found


async def peek(session: ReadSession, nomination_id: UUID) -> Nomination | None:
    return await session.get(Nomination, nomination_id)


async def get_for_update(
    session: WriteSession, nomination_id: UUID
) -> Nomination | None:
    found: Nomination | None = await session.scalar(
        select(Nomination).where(Nomination.id == nomination_id).with_for_update()
    )
    return found


async def lines(session: ReadSession, ids: Sequence[UUID]) -> Sequence[Line]:
    """As they are now, also when this session read them before."""
    statement = (
        _with_offers()
        .where(Nomination.id.in_(ids))
        .order_by(Nomination.id)
        .execution_options(populate_existing=True)
    )
    return [
        (row, offer_id, digest)
        for row, offer_id, digest in await session.execute(statement)
    ]


async def page(
    session: ReadSession,
    *,
    state: str | None,
    target: str | None,
    after: Cursor | None,
    limit: int,
) -> Sequence[Line]:
    """Newest first; one more than asked for tells that there are more."""
    statement = _with_offers().limit(limit + 1)
    if state is not None:
        statement = statement.where(Nomination.state == state)
    if target is not None:
        statement = statement.where(Nomination.target_code == target)
    if after is not None:
        statement = statement.where(
            tuple_(Nomination.nominated_at, Nomination.id) < tuple_(after.at, after.id)
        )
    statement = statement.order_by(Nomination.nominated_at.desc(), Nomination.id.desc())
    return [
        (row, offer_id, digest)
        for row, offer_id, digest in await session.execute(statement)
    ]


async def approve(
    session: WriteSession, token_digest: bytes, nomination_id: UUID, at: datetime
) -> UUID:
    found: UUID = await session.scalar(
        text("SELECT release.approve_offer(:session, :nomination, :at)"),
        {"session": token_digest, "nomination": nomination_id, "at": at},
    )
    return found


def _with_offers() -> Select[Nomination, UUID | None, str | None]:
    return select(Nomination, offer.c.id, offer.c.closure_hash).outerjoin(
        offer,
        and_(
            offer.c.item_id == Nomination.item_id,
            offer.c.target_code == Nomination.target_code,
            offer.c.lang == Nomination.lang,
            offer.c.withdrawn_at.is_(None),
        ),
    )
