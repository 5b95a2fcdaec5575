"""Which items a plan has to look at; all others are as they were when last planned.

One statement over one snapshot compares what each object would be made from with what
it was made from. It is no hint that could be lost: every offer, document and row is
looked at each time, only nothing is rendered.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Integer,
    Join,
    Select,
    Subquery,
    Text,
    Uuid,
    and_,
    cast,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.dialects.postgresql import distinct_on

from asean_sync.mapping.item import Released
from asean_sync.objects.tables import Dependency, Object
from asean_sync.planning.making.made_from import recipe
from asean_sync.planning.queries import released
from asean_sync.planning.queries.selection import clauses, first_unmet
from asean_sync.planning.wishes import STUCK, STUCK_LEAVING
from asean_sync.profiles.document import Profile
from phohien.db import ReadSession

AT_ONCE = 5_000


@dataclass(slots=True)
class Sight:
    """What a plan has to look at, and what it need not."""

    items: list[UUID] = field(default_factory=list)
    # Offered, not selected, and nothing of it at the target: said, not looked at.
    apart: list[Released] = field(default_factory=list)
    # Documents that offers let out, of all items.
    documents: int = 0
    # Objects that stay as they are: of items, and with their files.
    others: int = 0
    settled: int = 0


async def sight(
    session: ReadSession, target_code: str, profile: Profile, *, everything: bool
) -> Sight:
    statement = _statement(target_code, profile, everything=everything)
    reasons = [f"excluded by {words}" for words, _ in clauses(profile.select)]
    found = Sight()
    options = {"yield_per": AT_ONCE}
    async for row in await session.stream(statement, execution_options=options):
        match row.what:
            case "item":
                found.items.append(row.item_id)
            case "apart":
                found.apart.append(_apart(row, reasons))
            case "documents":
                found.documents = row.place
            case _:
                found.settled += row.place
                found.others += row.place if row.lang == "item" else 0
    found.items.sort()
    return found


def _apart(row: Any, reasons: list[str]) -> Released:
    return Released(
        item_id=row.item_id,
        lang=row.lang,
        key=row.key,
        closure_hash=row.closure_hash,
        offer_id=row.offer_id,
        doc={},
        excluded=None if row.place is None else reasons[row.place],
    )


def _statement(
    target_code: str, profile: Profile, *, everything: bool
) -> CompoundSelect[Any]:
    chosen = _chosen(target_code, profile)
    mine = _rows(target_code)
    wished = _wished(chosen, profile)
    if everything:
        parts = [select(chosen.c.item_id), select(mine.c.item_id)]
    else:
        parts = [_otherwise(wished, mine), *_at_odds(mine)]
    looked = union(*parts).cte("looked")
    return union_all(
        _line("item", looked.c.item_id).select_from(looked),
        _apart_lines(chosen, looked, profile),
        _line("documents", place=func.count()).select_from(chosen),
        _settled_lines(mine, looked),
    )


def _settled_lines(mine: CTE, looked: CTE) -> Select[Any]:
    there = select(mine).where(mine.c.desired == "present").subquery("kept")
    return (
        _line("settled", lang=there.c.role, place=func.count())
        .select_from(_beside(looked, there))
        .where(looked.c.item_id.is_(None))
        .group_by(there.c.role)
    )


def _beside(looked: CTE, rows: Subquery) -> Join:
    return rows.join(looked, looked.c.item_id == rows.c.item_id, full=True)


def _line(what: str, item_id: Any = None, **values: Any) -> Select[Any]:
    """Lines of several kinds in one answer: they are of one snapshot and one look."""
    typed: dict[str, Any] = {
        "offer_id": Uuid,
        "lang": Text,
        "key": Text,
        "closure_hash": Text,
    }
    columns: list[ColumnElement[Any]] = [
        cast(values.get(name, null()), kind).label(name) for name, kind in typed.items()
    ]
    place = cast(values.get("place", null()), Integer).label("place")
    item = cast(null() if item_id is None else item_id, Uuid).label("item_id")
    return select(literal(what, Text).label("what"), item, *columns, place)


def _chosen(target_code: str, profile: Profile) -> CTE:
    """One document for each item and language, as `choose` takes it."""
    unmet = first_unmet(profile.select)
    return (
        released.let_out(target_code, unmet)
        .ext(distinct_on(released.OFFER.item_id, released.OFFER.lang))
        .order_by(*released.BEST_FIRST)
        .cte("chosen")
    )


def _rows(target_code: str) -> CTE:
    mine = (
        select(
            *(Object.id, Object.item_id, Object.object_key, Object.role),
            *(Object.desired, Object.state, Object.made_from),
        )
        .where(Object.target_code == target_code)
        .cte("mine")
    )
    # What PostgreSQL knows of the table it does not know of a copy of its rows.
    return mine.prefix_with("NOT MATERIALIZED", dialect="postgresql")


def _taken(chosen: CTE, profile: Profile) -> ColumnElement[bool]:
    return and_(chosen.c.unmet.is_(None), chosen.c.lang.in_(list(profile.languages)))


def _wished(chosen: CTE, profile: Profile) -> CTE:
    """Each object there should be, and what its item would be made from."""
    said = chosen.c.lang + ":" + chosen.c.version + ";"
    together = func.string_agg(said, "", type_=Text()).over(
        partition_by=chosen.c.item_id,
        order_by=chosen.c.lang.collate("C"),
        rows=(None, None),
    )
    # As `made_from` makes it.
    text = func.convert_to(together + recipe(profile), "UTF8")
    digest = func.encode(func.sha256(text), "hex", type_=Text()).label("made_from")
    taken = _taken(chosen, profile)
    if profile.per_item:
        key = chosen.c.key.label("object_key")
        whole = select(chosen.c.item_id, key, digest).where(taken)
        return whole.distinct().cte("wished")
    name = (chosen.c.key + "." + chosen.c.lang).label("object_key")
    return select(chosen.c.item_id, name, digest).where(taken).cte("wished")


def _otherwise(wished: CTE, mine: CTE) -> Select[Any]:
    """Wished and not there as wished, or there and not wished."""
    wanted = mine.c.desired == "present"
    there = select(mine).where(mine.c.role == "item", wanted).subquery("there")
    return (
        select(func.coalesce(wished.c.item_id, there.c.item_id).label("item_id"))
        .select_from(
            # A full join is never made row by row, whatever is thought of the sizes.
            wished.join(there, there.c.object_key == wished.c.object_key, full=True)
        )
        .where(
            or_(
                wished.c.item_id.is_(None),
                there.c.made_from.is_distinct_from(wished.c.made_from),
            )
        )
    )


def _at_odds(mine: CTE) -> list[Select[Any]]:
    """Rows a plan would move whatever they were made from."""
    item, media = mine.alias("item"), mine.alias("shown")
    needed = and_(Dependency.object_id == item.c.id, item.c.desired == "present")
    stuck = [state.value for state in STUCK]
    leaving = [state.value for state in STUCK_LEAVING]
    return [
        select(mine.c.item_id).where(
            or_(
                mine.c.state.in_(stuck),
                and_(mine.c.desired == "absent", mine.c.state.in_(leaving)),
            )
        ),
        # A file that no item shows any more, and one that is missing.
        select(media.c.item_id).where(
            media.c.role == "media",
            media.c.desired == "present",
            not_(
                select(item.c.id)
                .join(Dependency, needed)
                .where(Dependency.needs_object_id == media.c.id)
                .exists()
            ),
        ),
        select(item.c.item_id)
        .join(Dependency, needed)
        .join(media, media.c.id == Dependency.needs_object_id)
        .where(media.c.desired == "absent"),
    ]


def _apart_lines(chosen: CTE, looked: CTE, profile: Profile) -> Select[Any]:
    taken = _taken(chosen, profile)
    if profile.per_item:
        # A language that is left out is said only when all of them are.
        taken = func.bool_or(taken).over(partition_by=chosen.c.item_id)
    each = select(chosen, taken.label("taken")).subquery("each")
    left = select(each).where(not_(each.c.taken)).subquery("left_out")
    told = {name: left.c[name] for name in ("offer_id", "lang", "key", "closure_hash")}
    return (
        _line("apart", left.c.item_id, place=left.c.unmet, **told)
        .select_from(_beside(looked, left))
        .where(looked.c.item_id.is_(None))
    )
