"""Runs the child: empty environment, own process group, a wall clock."""

import asyncio
import contextlib
import os
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import structlog

from assets_api.formats.errors import RefusedError
from assets_api.inspection.report import Measured, Renditions, Report
from assets_api.produce import files
from assets_api.scratch import is_full

WALL_SECONDS = 25.0
SLOWEST_DISK = 50 * 1024 * 1024
"""Bytes a second: a film of two gigabytes takes a while to be copied."""

MOST_REPORT = 64 * 1024
CHILDREN = {
    "embed": "assets_api.rights.child",
    "unpack": "assets_api.bundles.child",
}
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LC_ALL": "C.UTF-8",
    "VIPS_BLOCK_UNTRUSTED": "1",
    "VIPS_CONCURRENCY": "1",
    "MALLOC_ARENA_MAX": "2",
}
Answer = TypeVar("Answer", bound=Measured)
log = structlog.get_logger()


class NoVerdictError(Exception):
    """The child was too slow for a busy machine, or somebody killed it.

    Nothing is known about the file: it is tried again, and held after some attempts.
    """


@dataclass(slots=True)
class Cost:
    """What the children of one file took of the machine."""

    cpu_ms: int = 0
    peak_kib: int = 0

    def add(self, answer: Measured) -> None:
        self.cpu_ms += answer.cpu_ms
        self.peak_kib = max(self.peak_kib, answer.peak_kib)


@dataclass(frozen=True, slots=True)
class Subject:
    """A file on this machine and the folder in which the child may write about it."""

    path: Path
    folder: Path
    cost: Cost = field(default_factory=Cost)


async def inspect(subject: Subject, kind: str) -> Report:
    await _run("inspect", subject, kind)
    return _read(subject, Report)


async def render(subject: Subject, kind: str) -> Renditions:
    await _run("render", subject, kind)
    return _read(subject, Renditions)


async def draw(subject: Subject, first: int, last: int) -> Renditions:
    """Pages of a PDF, those of them that can be drawn."""
    await _run("draw", subject, f"{first}-{last}")
    return _read(subject, Renditions)


async def embed(subject: Subject) -> Renditions:
    """Rights put into the files of a folder, of which `path` is the largest."""
    await _run("embed", subject, "-")
    return _read(subject, Renditions)


async def unpack(subject: Subject) -> Report:
    """A ZIP taken apart; what was in it lies in the folder."""
    await _run("unpack", subject, "zip")
    return _read(subject, Report)


async def _run(task: str, subject: Subject, kind: str) -> None:
    seconds = WALL_SECONDS + subject.path.stat().st_size / SLOWEST_DISK
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        "-m",
        CHILDREN.get(task, "assets_api.inspection.child"),
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
        status = await asyncio.wait_for(child.wait(), seconds)
    except TimeoutError as error:
        raise NoVerdictError from error
    finally:
        # The whole group, also when this task is cancelled.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        await child.wait()
    if is_full(subject.folder):
        # What a child says that could not write is no verdict about the file.
        log.warning("inspection_scratch_full", task=task, kind=kind)
        raise NoVerdictError
    if status == -signal.SIGKILL:
        # Its own limits end it otherwise: this was the kernel, short of memory.
        log.warning("inspection_child_killed", task=task, kind=kind)
        raise NoVerdictError
    if status != 0:
        log.warning("inspection_child_died", task=task, kind=kind, status=status)
        raise RefusedError("inspection-limit", "died")


def _read(subject: Subject, model: type[Answer]) -> Answer:
    answer = files.note(subject.folder / "report.json", model, most=MOST_REPORT)
    if answer is None:
        raise RefusedError("inspection-limit", "report")
    subject.cost.add(answer)
    return answer
