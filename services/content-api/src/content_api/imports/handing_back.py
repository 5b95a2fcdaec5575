"""The officer's own workbook with what is wrong written into it."""

import json
from pathlib import Path
from typing import Any

from content_api.imports import queries, shapes
from content_api.imports.tables import ImportRow, ImportRun
from content_api.spreadsheets.reading import sandbox
from phohien.db import ReadSession


async def marks_of(
    session: ReadSession, run: ImportRun, language: str
) -> dict[str, Any]:
    rows = await queries.rows_of(session, run.id)
    return {
        "sheet": run.sheet,
        "header": run.columns[0]["row"],
        "rows": [mark for row in rows for mark in _marks(row, run, language)],
    }


def _marks(row: ImportRow, run: ImportRun, language: str) -> list[dict[str, Any]]:
    places = {one["column"]: one["index"] for one in run.columns if one["column"]}
    return [
        {
            "row": row.number,
            "column": shapes.index_of(problem, places),
            "text": problem[language],
            "error": problem["error"],
        }
        for problem in row.problems
    ]


async def marked_workbook(
    workbook: bytes, marks: dict[str, Any], folder: Path
) -> bytes:
    """Made in the bounded process: it is still a stranger's file."""
    source = folder / "kept.xlsx"
    source.write_bytes(workbook)
    (folder / "marks.json").write_text(json.dumps(marks, ensure_ascii=False), "utf-8")
    made = await sandbox.annotate(source, folder)
    return made.read_bytes()
