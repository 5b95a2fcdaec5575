"""How one item stands with one target, language by language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, or_, select

from asean_sync.objects.tables import Object
from asean_sync.planning.queries.selection import DOCUMENT, OFFER, clauses
from asean_sync.profiles.mapping import Predicate
from phohien import release
from phohien.db import ReadSession


@dataclass(frozen=True, slots=True)
class Word:
    """One offer of a language: live or taken back."""

    lang: str
    live: bool


@dataclass(frozen=True, slots=True)
class Stand:
    """What there is of one item. `held`: clause by clause, for each language."""

    released: frozenset[str]
    offers: tuple[Word, ...]
    held: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)


async def stand(
    session: ReadSession, target_code: str, key: str, wanted: Predicate | None
) -> Stand:
    documents = await session.scalars(
        select(DOCUMENT.lang)
        .where(DOCUMENT.key == key, DOCUMENT.superseded_at.is_(None))
        .distinct()
    )
    offers = await session.execute(
        select(OFFER.lang, OFFER.withdrawn_at.is_(None).label("live"))
        .where(OFFER.key == key, OFFER.target_code == target_code)
        .order_by(OFFER.approved_at)
    )
    return Stand(
        frozenset(documents),
        tuple(Word(row.lang, row.live) for row in offers),
        await _held(session, target_code, key, wanted),
    )


async def _held(
    session: ReadSession, target_code: str, key: str, wanted: Predicate | None
) -> dict[str, dict[str, bool]]:
    named = clauses(wanted)
    rows = await session.execute(
        select(
            DOCUMENT.lang,
            *(holds.label(f"c{place}") for place, (_, holds) in enumerate(named)),
        )
        .select_from(release.offer)
        .join(
            release.document,
            (DOCUMENT.item_id == OFFER.item_id) & (DOCUMENT.lang == OFFER.lang),
        )
        .where(
            OFFER.key == key,
            OFFER.target_code == target_code,
            OFFER.withdrawn_at.is_(None),
            DOCUMENT.superseded_at.is_(None),
        )
    )
    return {
        row.lang: {words: row[place + 1] for place, (words, _) in enumerate(named)}
        for row in rows
    }


async def objects_of(
    session: ReadSession, target_code: str, key: str
) -> dict[str, Mapping[str, Any]]:
    """Rows of the item's objects, by their keys; those of its files are left out."""
    columns = (
        *(Object.object_key, Object.desired, Object.observed, Object.state),
        *(Object.hold_reason, Object.last_error, Object.remote_url),
    )
    rows = await session.execute(
        select(*columns).where(
            Object.target_code == target_code,
            Object.role == "item",
            or_(
                Object.object_key == key,
                func.starts_with(Object.object_key, f"{key}."),
            ),
        )
    )
    return {row.object_key: dict(row._mapping) for row in rows}  # noqa: SLF001 -- its public name for a dict of a row
