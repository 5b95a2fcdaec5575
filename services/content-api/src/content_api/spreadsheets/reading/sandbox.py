"""Runs the child on one file: empty environment, own process group, a wall clock."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import structlog

from content_api.spreadsheets import grid
from content_api.spreadsheets.grid import Grid
from content_api.spreadsheets.reading.errors import UnreadableError

WALL_SECONDS = 90.0
log = structlog.get_logger()
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}


async def read(path: Path, folder: Path, sheet: str = "") -> Grid:
    """The grid; `kept.xlsx` and `words.txt` are in `folder` then.

    Raises:
        UnreadableError: with a code that says what to do about the file.
    """
    report = await _run("read", path, folder, sheet)
    return await asyncio.to_thread(_grid, report, folder)


async def unpack(path: Path, folder: Path) -> dict[str, Any]:
    """What a bundle holds; `workbook` and its files are in `folder` then."""
    return await _run("unpack", path, folder, "")


async def annotate(workbook: Path, folder: Path) -> Path:
    """`folder/marks.json` says what to paint; the answer is `folder/annotated.xlsx`."""
    await _run("annotate", workbook, folder, "")
    return folder / "annotated.xlsx"


async def _run(task: str, path: Path, folder: Path, sheet: str) -> dict[str, Any]:
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        "-m",
        "content_api.spreadsheets.reading.child",
        task,
        str(path),
        str(folder),
        sheet,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env={**ENVIRONMENT, "TMPDIR": str(folder)},
        cwd=folder,
        start_new_session=True,
    )
    try:
        status = await asyncio.wait_for(child.wait(), WALL_SECONDS)
    except TimeoutError as exc:
        raise UnreadableError("takes-too-long") from exc
    finally:
        # The whole group, also when this task is cancelled.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        await child.wait()
    if status > 0:
        log.warning("spreadsheet_child_failed", task=task, status=status)
        raise UnreadableError("damaged")
    if status < 0:
        # It died of its own limits: memory, processor time or a file too large.
        raise UnreadableError("too-large-inside")
    report: dict[str, Any] = json.loads((folder / "report.json").read_text("utf-8"))
    if report["verdict"] != "done":
        raise UnreadableError(report["code"], **report["facts"])
    return report


def _grid(report: dict[str, Any], folder: Path) -> Grid:
    rows = []
    with (folder / "rows.jsonl").open(encoding="utf-8") as file:
        for line in file:
            number, cells = json.loads(line)
            rows.append((number, [grid.from_json(cell) for cell in cells]))
    return Grid(
        kind=report["kind"],
        sheet=report["sheet"],
        rows=rows,
        merged=[(box[0], box[1], box[2], box[3]) for box in report["merged"]],
        hidden=report["hidden"],
        unread=report["unread"],
        converted=report["converted"],
        encoding=report["encoding"],
        peak_kib=report["peak_kib"],
    )
