"""Every statement that writes the glossary, and its list."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from content_api.glossary.schemas import TermFilter
from content_api.translations.tables import GlossaryTerm
from phohien.db import ReadSession, WriteSession

ONE = ["source_vi", "lang", "valid_from"]


async def get_term(session: ReadSession, term_id: UUID) -> GlossaryTerm | None:
    return await session.get(GlossaryTerm, term_id)


async def get_for_update(session: WriteSession, term_id: UUID) -> GlossaryTerm | None:
    found: GlossaryTerm | None = await session.scalar(
        select(GlossaryTerm).where(GlossaryTerm.id == term_id).with_for_update()
    )
    return found


async def get_same(session: ReadSession, values: dict[str, Any]) -> GlossaryTerm | None:
    """The term that only one may be: the same Vietnamese, language and first day."""
    found: GlossaryTerm | None = await session.scalar(
        select(GlossaryTerm).where(
            GlossaryTerm.source_vi == values["source_vi"],
            GlossaryTerm.lang == values["lang"],
            GlossaryTerm.valid_from.is_not_distinct_from(values["valid_from"]),
        )
    )
    return found


async def insert_unless_taken(
    session: WriteSession, values: dict[str, Any]
) -> GlossaryTerm | None:
    row: GlossaryTerm | None = await session.scalar(
        insert(GlossaryTerm)
        .values(**values)
        .on_conflict_do_nothing(index_elements=ONE)
        .returning(GlossaryTerm)
    )
    return row


async def insert_missing(
    session: WriteSession, rows: list[dict[str, Any]], *, at: datetime
) -> None:
    """What the staff changed stays as they changed it."""
    stamped = [{**row, "updated_at": at} for row in rows]
    await session.execute(
        insert(GlossaryTerm).on_conflict_do_nothing(index_elements=ONE), stamped
    )


async def page_of_terms(
    session: ReadSession, wanted: TermFilter, after: GlossaryTerm | None
) -> Sequence[GlossaryTerm]:
    """By Vietnamese and language; one more than asked for tells that there are more."""
    order = (GlossaryTerm.source_vi, GlossaryTerm.lang, GlossaryTerm.id)
    statement = select(GlossaryTerm).order_by(*order).limit(wanted.limit + 1)
    if after is not None:
        place = tuple_(after.source_vi, after.lang, after.id)
        statement = statement.where(tuple_(*order) > place)
    if wanted.lang is not None:
        statement = statement.where(GlossaryTerm.lang == wanted.lang)
    if wanted.kind is not None:
        statement = statement.where(GlossaryTerm.kind == wanted.kind)
    if wanted.q is not None:
        part = wanted.q.lower()
        statement = statement.where(
            or_(
                func.lower(GlossaryTerm.source_vi).contains(part, autoescape=True),
                func.lower(GlossaryTerm.rendering).contains(part, autoescape=True),
            )
        )
    return list(await session.scalars(statement))


async def all_terms(session: ReadSession) -> Sequence[GlossaryTerm]:
    order = (GlossaryTerm.source_vi, GlossaryTerm.lang, GlossaryTerm.valid_from)
    return list(await session.scalars(select(GlossaryTerm).order_by(*order)))
