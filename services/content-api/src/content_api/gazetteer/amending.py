"""A decision on units, entered: units begin, end, are renamed, and say what from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from content_api.gazetteer import queries
from content_api.gazetteer.errors import ChangeRefusedError
from content_api.gazetteer.schemas import UnitChangeIn, UnitChangeOut
from content_api.items.service import SERVICE
from content_api.units import names
from content_api.units.tables import Unit
from phohien import audit
from phohien.callers import Caller
from phohien.db import ReadSession, WriteSession
from phohien.errors import FieldProblem, Text


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to the list."""

    begun: list[str]
    renamed: list[str]
    ended: list[str]
    split: list[str]


async def tried(session: ReadSession, change: UnitChangeIn) -> UnitChangeOut:
    """Raises ChangeRefusedError with everything that does not fit."""
    effect = _effect(change, await _known(session, change))
    return _shown(change, effect, None, None)


async def entered(
    session: WriteSession, change: UnitChangeIn, caller: Caller, *, at: datetime
) -> UnitChangeOut:
    await queries.lock(session)
    known = await _known(session, change)
    effect = _effect(change, known)
    before = {code: unit.name_vi for code, unit in known.items()}
    fresh = [unit for unit in change.units if unit.code not in known]
    if fresh:
        rows = [
            {
                **unit.model_dump(mode="json"),
                "valid_from": change.effective_on,
                "folded": names.both(unit.name_vi),
                "amended": True,
            }
            for unit in fresh
        ]
        await queries.insert_units(session, rows)
    for unit in change.units:
        if unit.code in known:
            said = unit.model_dump(mode="json", exclude={"code"}, exclude_none=True)
            said["folded"] = names.both(unit.name_vi)
            await queries.rename_unit(session, unit.code, said)
    await queries.end_units(session, effect.ended, change.effective_on)
    await _tell_origins(session, change, before, effect)
    told = change.model_dump(mode="json")
    row = await queries.insert_change(
        session,
        {
            "effective_on": change.effective_on,
            "decision": change.decision,
            "told": {**told, **_listed(effect)},
            "created_by": caller.id,
            "created_at": at,
        },
    )
    await audit.append(
        session,
        service=SERVICE,
        caller=caller,
        action="units.changed",
        subject=str(row.id),
        detail={"decision": change.decision, **_listed(effect)},
    )
    return _shown(change, effect, row.id, at)


async def listed(session: ReadSession) -> list[UnitChangeOut]:
    return [
        UnitChangeOut(
            id=row.id,
            effective_on=row.effective_on,
            decision=row.decision,
            begun=row.told["begun"],
            renamed=row.told["renamed"],
            ended=row.told["ended"],
            split=row.told["split"],
            created_at=row.created_at,
        )
        for row in await queries.changes(session)
    ]


async def _known(session: ReadSession, change: UnitChangeIn) -> dict[str, Unit]:
    codes = {unit.code for unit in change.units}
    codes |= {code for move in change.moves for code in (move.unit, *move.into)}
    return await queries.units_among(session, codes)


async def _tell_origins(
    session: WriteSession,
    change: UnitChangeIn,
    before: Mapping[str, str],
    effect: Effect,
) -> None:
    """Each new unit says what it was made from; a renamed one, what it was called."""
    came = [(code, code, "exact") for code in effect.renamed]
    came += [
        (into, move.unit, "split" if len(set(move.into)) > 1 else "exact")
        for move in change.moves
        for into in dict.fromkeys(move.into)
    ]
    last = await queries.last_ordinals(session, {into for into, _, _ in came})
    rows: list[dict[str, Any]] = []
    for into, code, mapping in came:
        last[into] = last.get(into, 0) + 1
        rows.append(
            {
                "unit_code": into,
                "ordinal": last[into],
                "code": code,
                "name": before[code],
                "district": "",
                "mapping": mapping,
                "written": before[code],
                "replaced_on": change.effective_on,
                "folded": names.both(before[code]),
            }
        )
    await queries.insert_predecessors(session, rows)


def _effect(change: UnitChangeIn, known: Mapping[str, Unit]) -> Effect:
    problems = [*_wrong_units(change, known), *_wrong_moves(change, known)]
    if not change.units and not change.moves:
        problems.append(
            _problem("/moves", "nothing", "Chưa ghi thay đổi nào.", "Nothing changes.")
        )
    if problems:
        raise ChangeRefusedError(
            Text(
                vi=f"Có {len(problems)} chỗ cần sửa; xem errors. Chưa ghi gì.",
                en=f"{len(problems)} place(s) to correct, see errors. Nothing is kept.",
            ),
            errors=problems,
        )
    return Effect(
        begun=sorted(unit.code for unit in change.units if unit.code not in known),
        renamed=sorted(unit.code for unit in change.units if unit.code in known),
        ended=sorted(move.unit for move in change.moves if move.unit not in move.into),
        split=sorted(move.unit for move in change.moves if len(set(move.into)) > 1),
    )


def _wrong_units(
    change: UnitChangeIn, known: Mapping[str, Unit]
) -> Iterator[FieldProblem]:
    filled = {code for move in change.moves for code in move.into}
    seen: set[str] = set()
    for place, unit in enumerate(change.units):
        at = f"/units/{place}/code"
        old = known.get(unit.code)
        if unit.code in seen:
            yield _problem(at, "twice", "Mã này đã ghi ở trên.", "It is listed twice.")
        elif old is None and unit.code not in filled:
            yield _problem(
                at,
                "unit-from-nowhere",
                "Đơn vị mới phải được lập từ ít nhất một đơn vị (moves).",
                "A new unit is made from at least one other (moves).",
            )
        elif old is not None and not _in_force(old, change.effective_on):
            yield _not_in_force(at, unit.code)
        elif old is not None and old.name_vi == unit.name_vi:
            yield _problem(
                at,
                "unit-exists",
                f"Mã {unit.code} đã là {old.name_vi}; chỉ ghi khi đổi tên.",
                f"{unit.code} is {old.name_vi} already; list it only to rename it.",
            )
        seen.add(unit.code)


def _wrong_moves(
    change: UnitChangeIn, known: Mapping[str, Unit]
) -> Iterator[FieldProblem]:
    new = {unit.code for unit in change.units}
    seen: set[str] = set()
    ending = {move.unit for move in change.moves if move.unit not in move.into}
    for place, move in enumerate(change.moves):
        at = f"/moves/{place}"
        old = known.get(move.unit)
        if old is None or not _in_force(old, change.effective_on):
            yield _not_in_force(f"{at}/unit", move.unit)
        elif move.unit in seen or set(move.into) == {move.unit}:
            yield _problem(
                f"{at}/unit",
                "twice",
                "Mỗi đơn vị ghi một lần, và phải đi vào đơn vị khác.",
                "Each unit is listed once, and goes into another.",
            )
        seen.add(move.unit)
        for number, code in enumerate(move.into):
            unit = known.get(code)
            stays = unit is not None and _in_force(unit, change.effective_on)
            if (not stays and code not in new) or code in ending:
                yield _not_in_force(f"{at}/into/{number}", code)


def _in_force(unit: Unit, on: date) -> bool:
    begun = unit.valid_from is None or unit.valid_from < on
    return begun and (unit.valid_to is None or unit.valid_to > on)


def _not_in_force(pointer: str, code: str) -> FieldProblem:
    return _problem(
        pointer,
        "unit-not-in-force",
        f"Đơn vị {code} không tồn tại vào ngày thay đổi.",
        f"Unit {code} does not exist on the day of the change.",
    )


def _problem(pointer: str, code: str, vi: str, en: str) -> FieldProblem:
    return FieldProblem(pointer, Text(vi=vi, en=en), code)


def _listed(effect: Effect) -> dict[str, list[str]]:
    return {
        "begun": effect.begun,
        "renamed": effect.renamed,
        "ended": effect.ended,
        "split": effect.split,
    }


def _shown(change: UnitChangeIn, effect: Effect, ident: Any, at: Any) -> UnitChangeOut:
    return UnitChangeOut(
        id=ident,
        effective_on=change.effective_on,
        decision=change.decision,
        **_listed(effect),
        created_at=at,
    )
