"""Items follow the units they name: previewed, confirmed and undone as one."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from content_api.gazetteer import moves, queries
from content_api.gazetteer.errors import (
    ChoiceRefusedError,
    RemapAmbiguousError,
    RemapIsStaleError,
    RemapNotFoundError,
    RemapStateError,
    RemapTouchedError,
)
from content_api.gazetteer.moves import Became
from content_api.gazetteer.schemas import RemapIn, RemapOrder
from content_api.gazetteer.tables import UnitRemap, UnitRemapItem
from content_api.items import service as items
from content_api.items.service import Entry, Writer, demand_own, write_diary
from content_api.preconditions import StaleStateError
from phohien.callers import Caller
from phohien.db import ReadSession, WriteSession
from phohien.errors import FieldProblem, Text

# Whoever keeps the list of units moves the items of every agency; their texts stay
# what they are, and each agency's leader clears them again.
EVERY_AGENCY = ("operator", "coordinator")
MOST = 5000
SHOWN = 20
Choices = Mapping[str, Mapping[str, Sequence[str]]]


async def preview(
    session: WriteSession, wanted: RemapIn, caller: Caller, *, at: datetime, day: date
) -> UnitRemap:
    """Every item that names a unit which ended, and what would become of it."""
    agency_code = wanted.agency or caller.agency_code or None
    if caller.has(*EVERY_AGENCY):
        agency_code = wanted.agency
    else:
        demand_own(agency_code or "", caller)
    known = await _became(session, wanted.codes, day)
    found = []
    if known:
        found = await queries.items_naming(session, known, agency_code, limit=MOST)
    run = await queries.insert_remap(
        session,
        {
            "agency_code": agency_code,
            "day": day,
            "state": "previewed",
            "became": {code: asdict(one) for code, one in known.items()},
            "created_by": caller.id,
            "created_at": at,
        },
    )
    rows = []
    for item in found:
        named = moves.places(json.loads(item.body), known)
        if named:
            rows.append(
                {
                    "remap_id": run.id,
                    "item_key": item.key,
                    "agency_code": item.agency_code,
                    "title": item.title,
                    "places": [asdict(place) for place in named],
                    "ambiguous": any(place.split for place in named),
                    "base_hash": item.hash,
                    "base_revision": item.revision,
                }
            )
    await queries.insert_remap_items(session, rows)
    return run


async def _became(
    session: ReadSession, codes: Sequence[str], day: date
) -> dict[str, Became]:
    steps = await queries.steps(session, day)
    if codes:
        units = await queries.units_among(session, codes)
        wanted = {code: units[code].name_vi for code in codes if code in units}
    else:
        wanted = await queries.ended(session, day)
    return moves.became(wanted, steps)


async def remap_for_reader(
    session: ReadSession, remap_id: UUID, caller: Caller
) -> tuple[UnitRemap, list[UnitRemapItem]]:
    run = await queries.get_remap(session, remap_id)
    return _own(run, caller), await queries.items_of(session, remap_id)


async def confirm(
    session: WriteSession, remap_id: UUID, order: RemapOrder, writer: Writer
) -> UnitRemap:
    """A new revision of each item, or of none. Again is the same re-mapping."""
    run = _own(await queries.get_remap_for_update(session, remap_id), writer.caller)
    if run.state == "confirmed":
        return run
    _demand_state(run, "previewed")
    rows = await queries.items_of(session, run.id)
    _demand_candidates(rows, order.choices)
    undecided = [row for row in rows if not _decided(row, order.choices)]
    if undecided and not order.skip_ambiguous:
        raise _ambiguous(undecided)
    known = {code: _as_became(one) for code, one in run.became.items()}
    diary: list[Entry] = []
    left = {row.item_key for row in undecided}
    for row in rows:
        if row.item_key in left:
            continue
        choice = order.choices.get(row.item_key, {})
        own = replace(writer, if_match=f'"{row.base_hash}"', diary=diary)
        await _follow(session, row, known, choice, own)
    run.state, run.confirmed_at = "confirmed", writer.at
    await write_diary(session, writer, [*diary, _entry(run, rows, "units.remapped")])
    return run


async def undo(session: WriteSession, remap_id: UUID, writer: Writer) -> UnitRemap:
    """Every item says again what it said; all or none."""
    run = _own(await queries.get_remap_for_update(session, remap_id), writer.caller)
    if run.state == "undone":
        return run
    _demand_state(run, "confirmed")
    rows = [row for row in await queries.items_of(session, run.id) if row.applied_hash]
    keys = [row.item_key for row in rows]
    further = await items.taken_further(session, keys, run.confirmed_at)
    diary: list[Entry] = []
    for row in rows:
        if row.item_key in further:
            raise _touched(row)
        item = await items.item_for_update(session, row.item_key)
        body = await items.body_at(session, item, row.base_revision)
        own = replace(writer, if_match=f'"{row.applied_hash}"', diary=diary)
        try:
            await items.amend_item(session, item, body, own, note="units: undone")
        except StaleStateError as exc:
            raise _touched(row) from exc
    run.state, run.undone_at = "undone", writer.at
    await write_diary(session, writer, [*diary, _entry(run, rows, "units.unmapped")])
    return run


async def _follow(
    session: WriteSession,
    row: UnitRemapItem,
    known: Mapping[str, Became],
    choice: moves.Choice,
    writer: Writer,
) -> None:
    item = await items.item_for_update(session, row.item_key)
    body = await items.body_of(session, item)
    moved = moves.followed(body, known, choice)
    try:
        saved = await items.amend_item(session, item, moved, writer, note="units")
    except StaleStateError as exc:
        raise RemapIsStaleError(
            Text(
                vi=f"Mục tin {row.item_key} vừa được sửa. Chưa ghi gì; hãy xem trước"
                " lại.",
                en=f"The item {row.item_key} was edited since. Nothing was written;"
                " make a new preview.",
            )
        ) from exc
    row.applied_hash = saved.hash


def _own(run: UnitRemap | None, caller: Caller) -> UnitRemap:
    if run is None:
        raise RemapNotFoundError(
            Text(
                vi="Không có lần quy đổi mang mã này.",
                en="There is no re-mapping with this id.",
            )
        )
    if not caller.has(*EVERY_AGENCY):
        demand_own(run.agency_code or "", caller)
    return run


def _demand_state(run: UnitRemap, state: str) -> None:
    if run.state != state:
        raise RemapStateError(
            Text(
                vi=f"Lần quy đổi đang ở trạng thái {run.state}.",
                en=f"The re-mapping is {run.state}.",
            )
        )


def _decided(row: UnitRemapItem, choices: Choices) -> bool:
    said = choices.get(row.item_key, {})
    return all(said.get(at["unit"]) for at in row.places if at["split"])


def _demand_candidates(rows: Sequence[UnitRemapItem], choices: Choices) -> None:
    may = {
        (row.item_key, at["unit"]): set(at["candidates"])
        for row in rows
        for at in row.places
        if at["split"]
    }
    detail = Text(
        vi="Chỉ chọn trong candidates của mục tin này.",
        en="Choose among the candidates of this item.",
    )
    wrong = [
        FieldProblem(f"/choices/{key}/{unit}", detail, "not-a-candidate")
        for key, chosen in choices.items()
        for unit, codes in chosen.items()
        if not codes or not set(codes) <= may.get((key, unit), set())
    ]
    if wrong:
        raise ChoiceRefusedError(detail, errors=wrong)


def _ambiguous(rows: Sequence[UnitRemapItem]) -> RemapAmbiguousError:
    detail = Text(
        vi=f"{len(rows)} mục tin nằm ở đơn vị bị chia tách. Ghi choices cho từng mục"
        " tin, hoặc bỏ qua với skip_ambiguous.",
        en=f"{len(rows)} item(s) are in units that were split. Give choices for each,"
        " or leave them with skip_ambiguous.",
    )
    place = Text(vi="Phải chọn đơn vị hiện nay.", en="Choose the present unit.")
    return RemapAmbiguousError(
        detail,
        errors=[
            FieldProblem(f"/choices/{row.item_key}", place, "choice-needed")
            for row in rows[:SHOWN]
        ],
    )


def _touched(row: UnitRemapItem) -> RemapTouchedError:
    return RemapTouchedError(
        Text(
            vi=f"Mục tin {row.item_key} đã được sửa, trình hoặc duyệt sau khi quy đổi,"
            " nên không hoàn tác được cả lần.",
            en=f"The item {row.item_key} was edited, submitted or cleared since, so"
            " the re-mapping cannot be undone as a whole.",
        )
    )


def _as_became(told: Mapping[str, Any]) -> Became:
    return Became(told["name"], tuple(told["codes"]), told["split"])


def _entry(run: UnitRemap, rows: Sequence[UnitRemapItem], action: str) -> Entry:
    changed = sum(row.applied_hash is not None for row in rows)
    return action, str(run.id), {"units": sorted(run.became), "items": changed}
