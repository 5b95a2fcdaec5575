"""Runs the child: empty environment, own process group, a wall clock."""

import asyncio
import contextlib
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import structlog
from pydantic import BaseModel, ValidationError

from assets_api.formats.errors import RefusedError
from assets_api.inspection.report import Renditions, Report

WALL_SECONDS = 90.0
MOST_REPORT = 64 * 1024
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LC_ALL": "C.UTF-8",
    "VIPS_BLOCK_UNTRUSTED": "1",
    "VIPS_CONCURRENCY": "1",
    "MALLOC_ARENA_MAX": "2",
}
Answer = TypeVar("Answer", bound=BaseModel)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Subject:
    """A file on this machine and the folder in which the child may write about it."""

    path: Path
    folder: Path


async def inspect(subject: Subject, kind: str) -> Report:
    await _run("inspect", subject, kind)
    return _read(subject.folder / "report.json", Report)


async def render(subject: Subject, kind: str) -> Renditions:
    await _run("render", subject, kind)
    return _read(subject.folder / "report.json", Renditions)


async def _run(task: str, subject: Subject, kind: str) -> None:
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        "-m",
        "assets_api.inspection.child",
        task,
        kind,
        str(subject.path),
        str(subject.folder),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env={**ENVIRONMENT, "TMPDIR": str(subject.folder)},
        cwd=subject.folder,
        start_new_session=True,
    )
    try:
        status = await asyncio.wait_for(child.wait(), WALL_SECONDS)
    except TimeoutError as error:
        raise RefusedError("inspection-limit", "time") from error
    finally:
        # The whole group, also when this task is cancelled.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        await child.wait()
    if status != 0:
        log.warning("inspection_child_died", task=task, kind=kind, status=status)
        raise RefusedError("inspection-limit", "died")


def _read(path: Path, model: type[Answer]) -> Answer:
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
            return model.model_validate_json(file.read(MOST_REPORT))
    except (OSError, ValidationError) as error:
        raise RefusedError("inspection-limit", "report") from error
