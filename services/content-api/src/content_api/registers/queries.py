"""Statements on the registers."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, or_, select, text, tuple_

from content_api.agencies.tables import Agency
from content_api.public.pool import PublicPool
from content_api.registers.tables import PersonInCharge, RegisterEntry
from phohien.db import ReadSession, WriteSession

PUBLICATIONS = text("""
SELECT i.key, i.title, i.agency_code, r.body::jsonb -> 'fields' AS fields,
       EXISTS (SELECT FROM release.document d
                WHERE d.item_id = i.id AND d.superseded_at IS NULL) AS released
  FROM content.item i
  JOIN content.revision r ON r.item_id = i.id AND r.number = i.revision
 WHERE i.type = 'publication' AND i.key > :after
   AND (CAST(:agency AS text) IS NULL OR i.agency_code = :agency)
 ORDER BY i.key LIMIT :limit
""")
# Accounts are read by the role that keeps them, never by content-api's own.
PROPOSALS = text("""
SELECT a.agency_code, g.role AS duty, a.name, a.username,
       min(g.valid_from AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS since
  FROM access.account a JOIN access.role_grant g ON g.account_id = a.id
 WHERE g.role IN ('leader', 'officer') AND a.agency_code <> ''
   AND a.disabled_at IS NULL AND g.valid_from <= now()
   AND (g.valid_to IS NULL OR g.valid_to > now())
   AND (CAST(:agency AS text) IS NULL OR a.agency_code = :agency)
 GROUP BY a.agency_code, g.role, a.name, a.username
 ORDER BY a.agency_code, g.role, a.username LIMIT 1000
""")
# Row security shows what is released and within its time. A link has days of its own.
PLACED = """
SELECT DISTINCT ON (d.item_id) d.key, d.doc, d.expires_at
  FROM release.document d
 WHERE d.superseded_at IS NULL AND d.type = 'link'
   AND d.lang = ANY (%(chain)s::text[])
   AND d.doc::jsonb #>> '{fields,placement}' = %(placement)s
   AND coalesce((d.doc::jsonb #>> '{fields,validity,start}')::date <= %(on)s, true)
   AND coalesce((d.doc::jsonb #>> '{fields,validity,end}')::date >= %(on)s, true)
 ORDER BY d.item_id, array_position(%(chain)s::text[], d.lang)
"""


async def placed(
    pool: PublicPool, placement: str, chain: Sequence[str], on: date
) -> list[tuple[str, str, Any]]:
    values = {"placement": placement, "chain": list(chain), "on": on}
    return [(key, doc, ends) for key, doc, ends in await pool.rows(PLACED, values)]


async def has_agency(session: ReadSession, code: str) -> bool:
    found = await session.scalar(select(Agency.id).where(Agency.code == code).limit(1))
    return found is not None


async def insert_entry(
    session: WriteSession, values: Mapping[str, Any]
) -> RegisterEntry:
    entry = RegisterEntry(**values)
    session.add(entry)
    await session.flush()
    return entry


async def entry(
    session: ReadSession, register: str, entry_id: UUID
) -> RegisterEntry | None:
    found: RegisterEntry | None = await session.scalar(_one(register, entry_id))
    return found


async def entry_for_update(
    session: WriteSession, register: str, entry_id: UUID
) -> RegisterEntry | None:
    found: RegisterEntry | None = await session.scalar(
        _one(register, entry_id).with_for_update()
    )
    return found


async def page_of_entries(
    session: ReadSession,
    register: str,
    *,
    agency: str | None,
    after: tuple[date, UUID] | None,
    limit: int,
) -> Sequence[RegisterEntry]:
    """The latest day first; one more than asked for tells that there are more."""
    statement = select(RegisterEntry).where(
        RegisterEntry.register == register, RegisterEntry.removed_at.is_(None)
    )
    if agency is not None:
        statement = statement.where(RegisterEntry.agency_code == agency)
    if after is not None:
        statement = statement.where(
            tuple_(RegisterEntry.on_date, RegisterEntry.id) < tuple_(*after)
        )
    statement = statement.order_by(
        RegisterEntry.on_date.desc(), RegisterEntry.id.desc()
    ).limit(limit + 1)
    return (await session.scalars(statement)).all()


async def entries_between(
    session: ReadSession, start: date, end: date, agency: str | None
) -> Sequence[RegisterEntry]:
    statement = select(RegisterEntry).where(
        RegisterEntry.removed_at.is_(None),
        RegisterEntry.on_date >= start,
        RegisterEntry.on_date <= end,
    )
    if agency is not None:
        statement = statement.where(RegisterEntry.agency_code == agency)
    statement = statement.order_by(RegisterEntry.on_date, RegisterEntry.id)
    return (await session.scalars(statement)).all()


async def agencies_on(
    session: ReadSession, day: date, agency: str | None
) -> list[tuple[str, str]]:
    statement = select(Agency.code, Agency.name_vi).where(
        or_(Agency.valid_from.is_(None), Agency.valid_from <= day),
        or_(Agency.valid_to.is_(None), Agency.valid_to > day),
    )
    if agency is not None:
        statement = statement.where(Agency.code == agency)
    rows = await session.execute(statement.order_by(Agency.code))
    return [(code, name) for code, name in rows]


async def people_on(
    session: ReadSession, day: date, agency: str | None
) -> Sequence[PersonInCharge]:
    statement = select(PersonInCharge).where(
        PersonInCharge.valid_from <= day,
        or_(PersonInCharge.valid_to.is_(None), PersonInCharge.valid_to > day),
    )
    if agency is not None:
        statement = statement.where(PersonInCharge.agency_code == agency)
    statement = statement.order_by(PersonInCharge.agency_code, PersonInCharge.duty)
    return (await session.scalars(statement)).all()


async def holders(
    session: ReadSession, agency: str, duty: str
) -> Sequence[PersonInCharge]:
    """Everybody who ever held the duty, the first one first."""
    return (
        await session.scalars(
            select(PersonInCharge)
            .where(PersonInCharge.agency_code == agency, PersonInCharge.duty == duty)
            .order_by(PersonInCharge.valid_from)
        )
    ).all()


async def lock_duty(session: WriteSession, agency: str, duty: str) -> None:
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"),
        {"name": f"duty:{agency}:{duty}"},
    )


async def insert_person(
    session: WriteSession, values: Mapping[str, Any]
) -> PersonInCharge:
    person = PersonInCharge(**values)
    session.add(person)
    await session.flush()
    return person


async def person_for_update(
    session: WriteSession, person_id: UUID
) -> PersonInCharge | None:
    return await session.get(PersonInCharge, person_id, with_for_update=True)


async def publications(
    session: ReadSession, *, agency: str | None, after: str, limit: int
) -> Sequence[RowMapping]:
    values = {"agency": agency, "after": after, "limit": limit}
    return (await session.execute(PUBLICATIONS, values)).mappings().all()


async def proposals(session: ReadSession, agency: str | None) -> Sequence[RowMapping]:
    """Asked through the role phohien_login."""
    return (await session.execute(PROPOSALS, {"agency": agency})).mappings().all()


def _one(register: str, entry_id: UUID) -> Any:
    return select(RegisterEntry).where(
        RegisterEntry.id == entry_id,
        RegisterEntry.register == register,
        RegisterEntry.removed_at.is_(None),
    )
