"""What is desired of the objects: read, and written as new generations."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar
from typing import cast as typed
from uuid import UUID

from sqlalchemy import (
    Table,
    Text,
    bindparam,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import aliased

from asean_sync.objects.states import State
from asean_sync.objects.tables import Dependency, Object, Payload
from asean_sync.planning.wishes import Known
from phohien.db import ReadSession, WriteSession

AT_ONCE = 500
_TABLE = typed("Table", Object.__table__)
Item = TypeVar("Item")


async def lock_planning(session: WriteSession, target_code: str) -> None:
    """One planner a target: an older snapshot never overwrites a newer one."""
    key = func.hashtextextended(literal("sync.plan:").concat(target_code), 0)
    await session.execute(select(func.pg_advisory_xact_lock(key)))


async def known(
    session: ReadSession, target_code: str, items: Sequence[UUID]
) -> dict[str, Known]:
    mine = [Object.target_code == target_code, Object.item_id.in_(items)]
    needed = aliased(Object)
    pairs = await session.execute(
        select(Object.object_key, needed.object_key)
        .join(Dependency, Dependency.object_id == Object.id)
        .join(needed, needed.id == Dependency.needs_object_id)
        .where(*mine)
    )
    needs: dict[str, set[str]] = {}
    for key, media_key in pairs:
        needs.setdefault(key, set()).add(media_key)
    rows = await session.execute(
        select(
            Object.object_key,
            *(Object.role, Object.item_id, Object.lang, Object.desired),
            *(Object.desired_hash, Object.observed, Object.state, Object.hold_reason),
            *(Object.expires_at, Object.closure_hash, Object.source),
            Object.made_from,
        ).where(*mine)
    )
    return {
        row.object_key: Known(
            *(row.object_key, row.role, row.item_id, row.lang, row.desired),
            *(row.desired_hash, row.observed, State(row.state), row.hold_reason),
            *(row.expires_at, row.closure_hash, row.source, row.made_from),
            needs=frozenset(needs.get(row.object_key, ())),
        )
        for row in rows
    }


async def payloads_of(
    session: ReadSession, target_code: str, keys: Sequence[str]
) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for some in pages(keys):
        rows = await session.execute(
            select(Object.object_key, Payload.body)
            .join(Payload, Payload.sha256 == Object.payload_sha256)
            .where(Object.target_code == target_code, Object.object_key.in_(some))
        )
        found |= {row.object_key: row.body for row in rows}
    return found


async def store_payloads(
    session: WriteSession, payloads: Mapping[str, Mapping[str, Any]], version: int
) -> None:
    """One page of them, by their digests."""
    rows = [
        {"sha256": digest, "body": dict(body), "profile_version": version}
        for digest, body in payloads.items()
    ]
    if rows:
        await session.execute(upsert(Payload).on_conflict_do_nothing(), rows)


async def insert_objects(session: WriteSession, rows: list[dict[str, Any]]) -> None:
    """One page of them."""
    if rows:
        await session.execute(insert(Object), rows)


# The state follows from the row as it is now, not as the planner read it: a worker may
# hold it, or be in doubt about it, and then only the wish changes.
_HELD_BY_WORKER = Object.lease_until > func.clock_timestamp()
_IN_DOUBT = Object.in_doubt_since.is_not(None)
_WAKE = {
    "state": case(
        (_HELD_BY_WORKER, Object.state),
        (_IN_DOUBT, State.IN_DOUBT.value),
        else_=State.PENDING.value,
    ),
    "not_before": case(
        (or_(_HELD_BY_WORKER, _IN_DOUBT), Object.not_before),
        else_=func.clock_timestamp(),
    ),
    "attempts": 0,
    "verify_failures": 0,
    "claims_without_result": 0,
    "hold_reason": None,
    "updated_at": func.clock_timestamp(),
}


async def wish(
    session: WriteSession, target_code: str, rows: Sequence[Mapping[str, Any]]
) -> None:
    """A new generation of what is desired of each."""
    raised = {"desired_generation": _TABLE.c.desired_generation + 1, **_WAKE}
    await _update(session, target_code, rows, raised)


async def refresh(
    session: WriteSession, target_code: str, rows: Sequence[Mapping[str, Any]]
) -> None:
    """What is remembered about the same payload: nothing is to be sent."""
    await _update(session, target_code, rows, {})


async def _update(
    session: WriteSession,
    target_code: str,
    rows: Sequence[Mapping[str, Any]],
    besides: Mapping[str, Any],
) -> None:
    """Rows with the same columns, by their keys."""
    if not rows:
        return
    named = {
        name: bindparam(f"new_{name}", type_=_TABLE.c[name].type)
        for name in rows[0]
        if name != "object_key"
    }
    statement = (
        update(_TABLE)
        .where(
            _TABLE.c.target_code == target_code,
            _TABLE.c.object_key == bindparam("new_object_key"),
        )
        .values(**named, **besides)
    )
    connection = await session.connection()
    for some in pages(rows):
        bound = [{f"new_{name}": one[name] for name in one} for one in some]
        await connection.execute(statement, bound)


async def wake(session: WriteSession, target_code: str, keys: Sequence[str]) -> None:
    """The same wish once more, with a fresh budget."""
    for some in pages(keys):
        await session.execute(
            update(Object)
            .where(Object.target_code == target_code, Object.object_key.in_(some))
            .values(**_WAKE)
        )


async def hold(
    session: WriteSession, target_code: str, keys: Sequence[str], reason: str
) -> None:
    for some in pages(keys):
        await session.execute(
            update(Object)
            .where(
                Object.target_code == target_code,
                Object.object_key.in_(some),
                or_(Object.lease_until.is_(None), ~_HELD_BY_WORKER),
            )
            .values(
                state=State.HELD.value,
                hold_reason=reason,
                updated_at=func.clock_timestamp(),
            )
        )


def pages(many: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(many), AT_ONCE):
        yield many[start : start + AT_ONCE]


async def set_needs(
    session: WriteSession, target_code: str, needs: Mapping[str, Iterable[str]]
) -> None:
    """Replaces what each of these objects waits for."""
    for keys in pages(list(needs)):
        pairs = [(key, media_key) for key in keys for media_key in needs[key]]
        await _set_needs(session, target_code, keys, pairs)


async def _set_needs(
    session: WriteSession,
    target_code: str,
    keys: Sequence[str],
    pairs: Sequence[tuple[str, str]],
) -> None:
    mine = select(Object.id).where(
        Object.target_code == target_code, Object.object_key.in_(keys)
    )
    await session.execute(delete(Dependency).where(Dependency.object_id.in_(mine)))
    if not pairs:
        return
    item, needed = aliased(Object), aliased(Object)
    items, media = ([pair[place] for pair in pairs] for place in (0, 1))
    named = func.unnest(cast(items, ARRAY(Text)), cast(media, ARRAY(Text)))
    pair = named.table_valued("item_key", "media_key").render_derived(name="pair")
    found = (
        select(item.id, needed.id)
        .select_from(pair)
        .join(item, item.object_key == pair.c.item_key)
        .join(needed, needed.object_key == pair.c.media_key)
        .where(item.target_code == target_code, needed.target_code == target_code)
    )
    columns = ["object_id", "needs_object_id"]
    await session.execute(insert(Dependency).from_select(columns, found))


async def item_known(session: ReadSession, target_code: str, key: str) -> UUID | None:
    mine = Object.object_key.startswith(f"{key}.", autoescape=True)
    return await session.scalar(
        select(Object.item_id)
        .where(
            Object.target_code == target_code,
            or_(Object.object_key == key, mine),
        )
        .limit(1)
    )


async def wanted_besides(session: ReadSession, target_code: str, item_id: UUID) -> int:
    """How many objects of other items are wanted at the target."""
    return (
        await session.scalar(
            select(func.count()).where(
                Object.target_code == target_code,
                Object.role == "item",
                Object.desired == "present",
                Object.item_id != item_id,
            )
        )
        or 0
    )
