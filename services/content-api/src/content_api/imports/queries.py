"""Every statement about imports, and what a preview has to know of the rest."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, insert, select, text, tuple_, union_all
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import undefer

from content_api.agencies.tables import Agency
from content_api.imports.tables import ImportMapping, ImportRow, ImportRun
from content_api.items.tables import Item, Revision
from content_api.units.tables import Unit, UnitPredecessor
from phohien.db import ReadSession, WriteSession
from phohien.pagination import Cursor, Page
from phohien.release import document

MOST_TITLES = 20_000


class Held(NamedTuple):
    """An item of the agency as it stands."""

    key: str
    title: str
    hash: str
    revision: int
    body: str


async def units(session: ReadSession) -> list[tuple[str, str, str]]:
    """(code, name, names folded), with the names of what became part of it."""
    present = select(Unit.code, Unit.name_vi, Unit.folded)
    former = select(Unit.code, Unit.name_vi, UnitPredecessor.folded).join(
        UnitPredecessor, UnitPredecessor.unit_code == Unit.code
    )
    rows = await session.execute(union_all(present, former))
    return [(code, name, folded) for code, name, folded in rows]


async def agencies(session: ReadSession) -> list[tuple[str, str, str]]:
    rows = await session.execute(select(Agency.code, Agency.name_vi, Agency.name_en))
    return [(code, vi, en) for code, vi, en in rows]


async def titles(session: ReadSession, agency_code: str) -> list[tuple[str, str]]:
    """Items a row may name: the agency's own, and what everybody can read."""
    own = select(Item.key, Item.title).where(Item.agency_code == agency_code)
    public = select(document.c.key, document.c.title).where(
        document.c.superseded_at.is_(None)
    )
    found = union_all(own.limit(MOST_TITLES), public.limit(MOST_TITLES))
    return [(key, title) for key, title in await session.execute(found)]


async def items_of(
    session: ReadSession, agency_code: str, type_code: str
) -> list[Held]:
    rows = await session.execute(
        select(Item.key, Item.title, Item.hash, Item.revision, Revision.body)
        .join(
            Revision,
            (Revision.item_id == Item.id) & (Revision.number == Item.revision),
        )
        .where(Item.agency_code == agency_code, Item.type == type_code)
        .order_by(Item.key)
    )
    return [Held(*row) for row in rows]


async def lock_type(session: WriteSession, agency_code: str, type_code: str) -> None:
    """Confirmations of one agency and type come one after the other."""
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"),
        {"name": f"import:{agency_code}:{type_code}"},
    )


async def remembered(
    session: ReadSession, agency_code: str, type_code: str
) -> dict[str, str]:
    rows = await session.execute(
        select(ImportMapping.header, ImportMapping.column)
        .where(
            ImportMapping.agency_code == agency_code, ImportMapping.type == type_code
        )
        .order_by(ImportMapping.header)
    )
    return dict(rows.all())


async def forget_headers(
    session: WriteSession, agency_code: str, type_code: str, kept: Collection[str]
) -> None:
    await session.execute(
        delete(ImportMapping).where(
            ImportMapping.agency_code == agency_code,
            ImportMapping.type == type_code,
            ImportMapping.header.not_in(list(kept)),
        )
    )


async def remember(session: WriteSession, rows: list[dict[str, Any]]) -> None:
    statement = upsert(ImportMapping)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["agency_code", "type", "header"],
            set_={
                "column_code": statement.excluded.column_code,
                "updated_by": statement.excluded.updated_by,
                "updated_at": statement.excluded.updated_at,
            },
        ),
        rows,
    )


async def imported(
    session: ReadSession, agency_code: str, type_code: str, row_keys: Sequence[str]
) -> dict[str, tuple[str, str]]:
    """By row key, what the last confirmed import of it held, and the item it made."""
    rows = await session.execute(
        select(ImportRow.row_key, ImportRow.row_sha256, ImportRow.item_key)
        .ext(distinct_on(ImportRow.row_key))
        .join(ImportRun, ImportRun.id == ImportRow.run_id)
        .where(
            ImportRun.agency_code == agency_code,
            ImportRun.type == type_code,
            ImportRun.state == "confirmed",
            ImportRow.action.in_(("create", "update")),
            ImportRow.applied_hash.is_not(None),
            ImportRow.row_key.in_(row_keys),
        )
        .order_by(ImportRow.row_key, ImportRun.confirmed_at.desc())
    )
    return {key: (sha256, item or "") for key, sha256, item in rows}


async def imported_since(
    session: ReadSession,
    agency_code: str,
    type_code: str,
    row_keys: Sequence[str],
    since: datetime,
) -> set[str]:
    """Row keys another import made items of after a moment."""
    rows = await session.scalars(
        select(ImportRow.row_key)
        .join(ImportRun, ImportRun.id == ImportRow.run_id)
        .where(
            ImportRun.agency_code == agency_code,
            ImportRun.type == type_code,
            ImportRun.state == "confirmed",
            ImportRun.confirmed_at > since,
            ImportRow.action == "create",
            ImportRow.row_key.in_(row_keys),
        )
    )
    return set(rows)


async def insert_run(session: WriteSession, values: Mapping[str, Any]) -> ImportRun:
    run = ImportRun(**values)
    session.add(run)
    await session.flush()
    return run


async def insert_rows(session: WriteSession, rows: list[dict[str, Any]]) -> None:
    if rows:
        await session.execute(insert(ImportRow), rows)


async def drop_old_previews(
    session: WriteSession, agency_code: str, before: datetime
) -> None:
    await session.execute(
        delete(ImportRun).where(
            ImportRun.agency_code == agency_code,
            ImportRun.state == "previewed",
            ImportRun.created_at < before,
        )
    )


async def get_run(session: ReadSession, run_id: UUID) -> ImportRun | None:
    return await session.get(ImportRun, run_id)


async def get_run_with_workbook(session: ReadSession, run_id: UUID) -> ImportRun | None:
    return await session.get(ImportRun, run_id, options=[undefer(ImportRun.workbook)])


async def get_run_for_update(session: WriteSession, run_id: UUID) -> ImportRun | None:
    return await session.get(ImportRun, run_id, with_for_update=True)


async def page_of_runs(
    session: ReadSession,
    *,
    agency_code: str | None,
    after: Cursor | None,
    limit: int,
) -> Page[ImportRun]:
    statement = (
        select(ImportRun)
        .order_by(ImportRun.created_at.desc(), ImportRun.id.desc())
        .limit(limit + 1)
    )
    if agency_code is not None:
        statement = statement.where(ImportRun.agency_code == agency_code)
    if after is not None:
        statement = statement.where(
            tuple_(ImportRun.created_at, ImportRun.id) < tuple_(after.at, after.id)
        )
    rows = list(await session.scalars(statement))
    runs = rows[:limit]
    if len(rows) <= limit:
        return Page(runs, next=None)
    return Page(runs, next=Cursor(runs[-1].created_at, runs[-1].id))


async def rows_of(
    session: ReadSession,
    run_id: UUID,
    *,
    action: str | None = None,
    after: int = 0,
    limit: int | None = None,
) -> list[ImportRow]:
    statement = (
        select(ImportRow)
        .where(ImportRow.run_id == run_id, ImportRow.number > after)
        .order_by(ImportRow.number)
        .limit(limit)
    )
    if action is not None:
        statement = statement.where(ImportRow.action == action)
    return list(await session.scalars(statement))


async def items_named(
    session: ReadSession, keys: Collection[str]
) -> dict[str, tuple[UUID, str, int]]:
    rows = await session.execute(
        select(Item.key, Item.id, Item.hash, Item.revision).where(Item.key.in_(keys))
    )
    return {key: (ident, hash_, revision) for key, ident, hash_, revision in rows}


async def named_by_others(session: ReadSession, keys: Collection[str]) -> set[str]:
    """Which of these another item refers to now."""
    found = await session.scalars(
        text(
            "SELECT DISTINCT named.key FROM content.item i"
            " JOIN content.revision r ON r.item_id = i.id AND r.number = i.revision"
            " CROSS JOIN LATERAL jsonb_to_recordset(r.body::jsonb -> 'relations')"
            "      AS named(key text)"
            " WHERE r.body NOT LIKE '%\"relations\":[]%'"
            "   AND named.key = ANY(:keys) AND NOT i.key = ANY(:keys)"
        ),
        {"keys": list(keys)},
    )
    return set(found)


async def discard(session: WriteSession, run_id: UUID, item_id: UUID) -> bool:
    done = await session.scalar(select(func.content.discard_imported(run_id, item_id)))
    return bool(done)
