"""Every statement that touches packages and their entries."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    RowMapping,
    Text,
    cast,
    delete,
    func,
    literal,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from asean_sync.objects.tables import Object
from asean_sync.objects.waiting import ask_now
from asean_sync.packages.tables import Entry, Package, StampedReceipt
from phohien.db import ReadSession, WriteSession


async def packs_alone(session: WriteSession, code: str) -> bool:
    """False: another worker is packing for this target. Until the transaction ends."""
    key = func.hashtextextended(literal("sync.package:").concat(code), 0)
    return bool(await session.scalar(select(func.pg_try_advisory_xact_lock(key))))


async def last_entry(session: ReadSession, code: str, key: str) -> Entry | None:
    return await session.scalar(
        select(Entry)
        .where(Entry.target_code == code, Entry.object_key == key)
        .order_by(Entry.id.desc())
        .limit(1)
    )


async def may_be_there(session: ReadSession, code: str, key: str) -> bool:
    """Handed over or laid ready, not refused, and its removal not confirmed since."""
    later = aliased(Entry)
    removed = (
        select(later.id)
        .where(
            later.target_code == code,
            later.object_key == key,
            later.op == "remove",
            later.verdict == "accepted",
            later.id > Entry.id,
        )
        .exists()
    )
    found = await session.scalar(
        select(Entry.id)
        .where(
            Entry.target_code == code,
            Entry.object_key == key,
            Entry.op == "put",
            Entry.verdict.is_distinct_from("refused"),
            ~removed,
        )
        .limit(1)
    )
    return found is not None


async def lay(session: WriteSession, values: Mapping[str, Any]) -> UUID:
    """In place of what was laid ready for the same object and is not packed yet."""
    made = insert(Entry).values(**values)
    taken = {name: made.excluded[name] for name in (*values, "id", "created_at")}
    identity: UUID | None = await session.scalar(
        made.on_conflict_do_update(
            index_elements=["target_code", "object_key"],
            index_where=Entry.package_id.is_(None),
            set_=taken,
        ).returning(Entry.id)
    )
    assert identity is not None  # noqa: S101 -- one row is always written
    return identity


async def drop_unpacked(
    session: WriteSession, code: str, keys: Collection[str]
) -> None:
    await session.execute(
        delete(Entry)
        .where(
            Entry.target_code == code,
            Entry.object_key.in_(keys),
            Entry.package_id.is_(None),
        )
        .execution_options(synchronize_session=False)
    )


async def entry(session: ReadSession, identity: UUID) -> Entry | None:
    return await session.get(Entry, identity)


async def package(session: ReadSession, identity: UUID) -> Package | None:
    return await session.get(Package, identity)


async def unpacked(session: WriteSession, code: str, most: int) -> Sequence[Entry]:
    """Locked: what is packed now cannot be replaced meanwhile. Removals first."""
    found = await session.scalars(
        select(Entry)
        .where(Entry.target_code == code, Entry.package_id.is_(None))
        .order_by(Entry.op.desc(), Entry.object_key)
        .limit(most)
        .with_for_update()
    )
    return found.all()


async def files_waiting(session: ReadSession, code: str) -> set[str]:
    found = await session.scalars(
        select(Entry.files).where(
            Entry.target_code == code, Entry.package_id.is_(None), Entry.op == "put"
        )
    )
    return {one["sha256"] for files in found for one in files}


async def last_package(session: ReadSession, code: str) -> Package | None:
    return await session.scalar(
        select(Package)
        .where(Package.target_code == code)
        .order_by(Package.number.desc())
        .limit(1)
    )


async def add(
    session: WriteSession, values: Mapping[str, Any], entries: Collection[UUID]
) -> None:
    identity = await session.scalar(
        insert(Package).values(**values).returning(Package.id)
    )
    await session.execute(
        update(Entry)
        .where(Entry.id.in_(entries))
        .values(package_id=identity, payload=None)
        .execution_options(synchronize_session=False)
    )


async def undelivered(session: ReadSession, code: str) -> Sequence[Package]:
    found = await session.scalars(
        select(Package)
        .where(Package.target_code == code, Package.delivered_at.is_(None))
        .order_by(Package.number)
    )
    return found.all()


async def note(session: WriteSession, identity: UUID, **values: Any) -> None:
    await session.execute(
        update(Package)
        .where(Package.id == identity)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


async def awaits_receipt(session: ReadSession, code: str) -> bool:
    """Something went out and nothing came back for it, or it did not go out yet."""
    found = await session.scalar(
        select(Package.id)
        .where(Package.target_code == code, Package.receipt_sha256.is_(None))
        .limit(1)
    )
    waiting = await session.scalar(
        select(Entry.id)
        .where(Entry.target_code == code, Entry.package_id.is_(None))
        .limit(1)
    )
    return found is not None or waiting is not None


async def named(session: WriteSession, code: str, name: str) -> Package | None:
    return await session.scalar(
        select(Package)
        .where(Package.target_code == code, Package.name == name)
        .with_for_update()
    )


async def locked(session: WriteSession, identity: UUID) -> Package | None:
    return await session.scalar(
        select(Package).where(Package.id == identity).with_for_update()
    )


async def ids_by_key(session: ReadSession, package_id: UUID) -> dict[str, UUID]:
    rows = await session.execute(
        select(Entry.object_key, Entry.id).where(Entry.package_id == package_id)
    )
    return {row.object_key: row.id for row in rows}


async def entries(session: ReadSession, package_id: UUID) -> Sequence[Entry]:
    found = await session.scalars(
        select(Entry).where(Entry.package_id == package_id).order_by(Entry.object_key)
    )
    return found.all()


async def decide(session: WriteSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """On some entries by their ids, each as it was said."""
    if rows:
        await session.execute(update(Entry), rows)


async def decide_rest(
    session: WriteSession, package_id: UUID, verdict: str, reason: str | None = None
) -> None:
    """On all that nothing was said about by name."""
    await session.execute(
        update(Entry)
        .where(Entry.package_id == package_id, Entry.verdict.is_(None))
        .values(verdict=verdict, reason=reason)
        .execution_options(synchronize_session=False)
    )


async def decided(session: ReadSession, package_id: UUID) -> dict[str | None, int]:
    """How many entries, by what was decided."""
    rows = await session.execute(
        select(Entry.verdict, func.count())
        .where(Entry.package_id == package_id)
        .group_by(Entry.verdict)
    )
    return {verdict: number for verdict, number in rows}  # noqa: C416 -- rows are no pairs to mypy


async def add_stamp(session: WriteSession, values: Mapping[str, Any]) -> None:
    await session.execute(insert(StampedReceipt).values(**values))


async def stamp(session: ReadSession, package_id: UUID) -> StampedReceipt | None:
    return await session.get(StampedReceipt, package_id)


async def page(
    session: ReadSession,
    *,
    code: str | None,
    before: tuple[datetime, UUID] | None,
    limit: int,
    receipts: bool = False,
) -> Sequence[RowMapping]:
    """`receipts`: with every word that came back; that may be much."""
    count = func.count(Entry.id)
    statement = (
        select(
            *(one for one in Package.__table__.c if receipts or one.name != "receipt"),
            count.label("entries"),
            count.filter(Entry.verdict == "refused").label("refused"),
        )
        .outerjoin(Entry, Entry.package_id == Package.id)
        .group_by(Package.id)
        .order_by(Package.made_at.desc(), Package.id.desc())
        .limit(limit)
    )
    if code is not None:
        statement = statement.where(Package.target_code == code)
    if before is not None:
        statement = statement.where(tuple_(Package.made_at, Package.id) < before)
    return (await session.execute(statement)).mappings().all()


async def ask_about_decided(session: WriteSession, code: str) -> None:
    """Objects that wait with the ticket of an entry that waits no more are due now."""
    waiting = (
        select(Entry.id)
        .where(
            cast(Entry.id, Text) == Object.ticket["id"].astext,
            Entry.verdict.is_(None),
        )
        .exists()
    )
    later = or_(Object.not_before > func.clock_timestamp(), Object.state == "held")
    await ask_now(session, code, later, ~waiting)
