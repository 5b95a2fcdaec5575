"""What is released and offered, as the role of this service may see it."""

import json
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Text,
    Uuid,
    and_,
    any_,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import distinct_on

from asean_sync.mapping.item import Media, Released
from asean_sync.objects.states import State
from asean_sync.objects.tables import Object, parts_of
from asean_sync.offers import rules
from asean_sync.planning.making.desired import Candidate
from asean_sync.planning.plan import CHANGE_GUARD
from asean_sync.planning.queries.selection import clauses, first_unmet
from asean_sync.profiles.mapping import Predicate
from phohien import release
from phohien.db import ReadSession

OFFER, DOCUMENT = release.offer.c, release.document.c


async def candidates(
    session: ReadSession,
    target_code: str,
    wanted: Predicate | None = None,
    *,
    key: str | None = None,
    items: Sequence[UUID] | None = None,
) -> list[Candidate]:
    """Every visible document that a live offer to the target may let out.

    Of an item by its key, or of a page of them. Of a document that the profile does not
    select only the reason is read.
    """
    unmet = first_unmet(wanted)
    text = case((unmet.is_(None), DOCUMENT.doc)).label("doc")
    statement = let_out(target_code, unmet).add_columns(text).order_by(*BEST_FIRST)
    if key is not None:
        statement = statement.where(OFFER.key == key)
    if items is not None:
        statement = statement.where(OFFER.item_id.in_(items))
    rows = (await session.execute(statement)).all()
    shown = await media(session, {row.id for row in rows if row.unmet is None})
    reasons = [f"excluded by {words}" for words, _ in clauses(wanted)]
    return [_candidate(row, shown.get(row.id, ()), reasons) for row in rows]


_FOLLOWS = OFFER.follow_policy == "follow"
_BOUND = OFFER.closure_hash == DOCUMENT.closure_hash
_LIVE = DOCUMENT.superseded_at.is_(None)
# Of one item and language the first is the one that goes; see `Candidate.rank`.
BEST_FIRST = (
    *(OFFER.item_id, OFFER.lang, OFFER.approved_at.desc()),
    *(and_(_FOLLOWS, _LIVE).desc(), _BOUND.desc(), _LIVE.desc(), DOCUMENT.id.desc()),
)
# A document is written once, and a merger of agencies writes it again: PostgreSQL's own
# count of the row tells even of a hand that forgot the ETag.
_ROW = literal_column("release.document.xmin::text", Text)
_VERSION = func.concat_ws("|", DOCUMENT.id, DOCUMENT.etag, _ROW, OFFER.id, type_=Text())


def let_out(target_code: str, unmet: ColumnElement[int | None]) -> Select[Any]:
    """All but the texts of the documents."""
    return (
        select(
            OFFER.id.label("offer_id"),
            OFFER.approved_at,
            *(_FOLLOWS.label("follows"), _BOUND.label("bound"), _LIVE.label("live")),
            *(DOCUMENT[name] for name in ("id", "item_id", "lang", "key")),
            *(DOCUMENT[name] for name in ("closure_hash", "expires_at")),
            _VERSION.label("version"),
            unmet.label("unmet"),
        )
        .join(release.document, rules.lets_out(OFFER, DOCUMENT))
        .where(OFFER.target_code == target_code)
    )


def _candidate(row: Any, shown: Iterable[Media], reasons: Sequence[str]) -> Candidate:
    return Candidate(
        Released(
            item_id=row.item_id,
            lang=row.lang,
            key=row.key,
            closure_hash=row.closure_hash,
            offer_id=row.offer_id,
            doc=json.loads(row.doc or "{}", parse_float=str),
            media=tuple(shown),
            expires_at=row.expires_at,
            version=row.version,
            excluded=None if row.unmet is None else reasons[row.unmet],
        ),
        approved_at=row.approved_at,
        follows=row.follows,
        bound=row.bound,
        live=row.live,
    )


async def media(
    session: ReadSession, document_ids: Iterable[UUID]
) -> dict[UUID, list[Media]]:
    found: dict[UUID, list[Media]] = {}
    rows = await session.execute(
        select(release.media)
        .where(release.media.c.document_id.in_(sorted(document_ids)))
        .order_by(release.media.c.document_id, release.media.c.ordinal)
    )
    for row in rows:
        found.setdefault(row.document_id, []).append(
            Media(
                *(row.asset_version_id, row.role, row.ordinal, row.path),
                *(row.sha256, row.bytes, row.mime, row.filename),
                *(row.alt or None, row.caption or None, row.credit or None),
                *(row.licence or None, row.width, row.height),
            )
        )
    return found


async def said(
    session: ReadSession, target_code: str, items: Sequence[UUID]
) -> dict[tuple[UUID, str | None], str]:
    """Who said that something of these items is to be taken down."""
    # One array: there are more of them than a statement has places for.
    these = any_(literal(items, ARRAY(Uuid)))
    line = release.change.c
    last = (
        select(line.item_id, line.lang, line.kind, line.reason_class)
        .where(line.item_id == these)
        .ext(distinct_on(line.item_id, line.lang))
        .order_by(line.item_id, line.lang, line.seq.desc())
        .subquery("last")
    )
    lines = await session.execute(select(last).where(last.c.kind == "withdrawn"))
    offers = await session.execute(
        select(OFFER.item_id, OFFER.lang)
        .where(OFFER.item_id == these, OFFER.target_code == target_code)
        .group_by(OFFER.item_id, OFFER.lang)
        .having(func.bool_and(OFFER.withdrawn_at.is_not(None)))
    )
    found: dict[tuple[UUID, str | None], str] = {
        (row.item_id, row.lang): "the offer was withdrawn" for row in offers
    }
    return found | {
        (row.item_id, row.lang): f"withdrawn at the source: {row.reason_class}"
        for row in lines
    }


async def item_offered(session: ReadSession, target_code: str, key: str) -> UUID | None:
    return await session.scalar(
        select(OFFER.item_id)
        .where(OFFER.target_code == target_code, OFFER.key == key)
        .limit(1)
    )


async def last_change(session: ReadSession) -> int:
    return await session.scalar(select(func.max(release.change.c.seq))) or 0


async def target_is_valid(session: ReadSession, code: str) -> bool:
    return await session.scalar(rules.valid_target(code)) is not None


def _offered(lang: Any) -> ColumnElement[bool]:
    return (
        select(OFFER.id)
        .join(release.document, rules.lets_out(OFFER, DOCUMENT))
        .where(
            OFFER.target_code == Object.target_code,
            OFFER.item_id == Object.item_id,
            OFFER.lang == lang,
        )
        .exists()
    )


async def has_withdrawals_due(session: ReadSession, target_code: str) -> bool:
    """Whether anything wanted at the target has lost the offer or document it had."""
    part = parts_of(Object.source)
    lost = select(part.c.lang).where(~_offered(part.c.lang)).exists()
    found = await session.scalar(
        select(Object.id)
        .where(
            Object.target_code == target_code,
            Object.role == "item",
            Object.desired == "present",
            # What waits for approval to change may be ordered to go meanwhile.
            or_(Object.state != State.HELD.value, Object.hold_reason == CHANGE_GUARD),
            or_(
                and_(Object.lang.is_not(None), ~_offered(Object.lang)),
                and_(Object.lang.is_(None), lost),
            ),
        )
        .limit(1)
    )
    return found is not None
