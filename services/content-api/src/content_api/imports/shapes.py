"""An import as people read it, in their language."""

from collections.abc import Iterable, Mapping
from typing import Any

from content_api.imports.schemas import (
    HeadingOut,
    ImportCellProblem,
    ImportChange,
    ImportCounts,
    ImportLine,
    ImportNote,
    ImportOut,
    ImportRepair,
    ImportRowOut,
)
from content_api.imports.tables import ImportRow, ImportRun
from content_api.imports.understanding.scanning import letters_of

MOST_ROWS_NAMED = 20


def line(run: ImportRun) -> ImportLine:
    return ImportLine(
        id=run.id,
        type=run.type,
        agency_code=run.agency_code,
        filename=run.filename,
        state=run.state,  # type: ignore[arg-type]  # pydantic makes the member
        counts=ImportCounts(**run.counts),
        created_at=run.created_at,
        confirmed_at=run.confirmed_at,
        undone_at=run.undone_at,
    )


def whole(run: ImportRun, rows: Iterable[ImportRow], language: str) -> ImportOut:
    return ImportOut(
        **line(run).model_dump(),
        kind=run.kind,
        sheet=run.sheet,
        sha256=run.sha256,
        notes=[ImportNote(code=one["code"], detail=one[language]) for one in run.notes],
        columns=[
            HeadingOut(index=one["index"], header=one["header"], column=one["column"])
            for one in run.columns
        ],
        repairs=_repairs(rows, language),
    )


def _repairs(rows: Iterable[ImportRow], language: str) -> list[ImportRepair]:
    """Errors first, then by how many rows they are in."""
    grouped: dict[tuple[str, str], list[tuple[int, Mapping[str, Any]]]] = {}
    for row in rows:
        for problem in row.problems:
            place = (problem["repair"], problem["code"])
            grouped.setdefault(place, []).append((row.number, problem))
    repairs = [
        ImportRepair(
            repair=repair,
            code=code,
            detail=found[0][1][language],
            error=any(problem["error"] for _, problem in found),
            count=len({number for number, _ in found}),
            rows=sorted({number for number, _ in found})[:MOST_ROWS_NAMED],
        )
        for (repair, code), found in grouped.items()
    ]
    return sorted(repairs, key=lambda one: (not one.error, -one.count, one.code))


def row(found: ImportRow, run: ImportRun, language: str) -> ImportRowOut:
    places = {one["column"]: one["index"] for one in run.columns if one["column"]}
    return ImportRowOut(
        number=found.number,
        action=found.action,  # type: ignore[arg-type]  # pydantic makes the member
        title=found.title,
        item_key=found.item_key,
        changes=[
            ImportChange(
                column=one["column"],
                label=one[language],
                before=one["before"],
                after=one["after"],
            )
            for one in found.changes
        ],
        problems=[
            ImportCellProblem(
                cell=_cell(index_of(one, places), found.number),
                column=one["column"],
                code=one["code"],
                detail=one[language],
                error=one["error"],
            )
            for one in found.problems
        ],
    )


def index_of(problem: Mapping[str, Any], places: Mapping[str, int]) -> int | None:
    """Where in the row a problem stands; a column the sheet has not is nowhere."""
    if problem["index"] is not None:
        return int(problem["index"])
    return places.get(problem["column"])


def _cell(index: int | None, number: int) -> str | None:
    return None if index is None else f"{letters_of(index)}{number}"
