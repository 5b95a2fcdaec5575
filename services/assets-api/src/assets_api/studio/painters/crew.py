"""The children that paint: two, kept while there is work, one order each at a time."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

import structlog
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assets_api.cuts.order import Cut
from assets_api.inspection.sandbox import ENVIRONMENT
from assets_api.metadata.statement import Statement
from assets_api.renditions.framing import Focal
from assets_api.scratch import working_folder
from assets_api.studio.painters.folder import SOURCE, STATEMENT, TARGET

AT_ONCE = 2
WALL_SECONDS = 25.0
log = structlog.get_logger()


class PainterLostError(Exception):
    """The child ended, was too slow, or said nothing that can be understood."""


class SourceUnreadableError(Exception):
    """What was given to be painted from is no picture."""


@dataclass(frozen=True, slots=True)
class Order:
    """`source`: its format; width and height are those of the mezzanine."""

    preset: str
    format: str
    focal: Focal
    source: str
    width: int
    height: int


class Painted(BaseModel):
    """What the child answers; the file is in its folder."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    width: int = Field(default=0, ge=0, le=1 << 16)
    height: int = Field(default=0, ge=0, le=1 << 16)
    cpu_ms: int = Field(default=0, ge=0)
    failed: str = ""


class Painter:
    """One child, started when there is something to do; it ends itself when idle."""

    def __init__(self, folder: Path) -> None:
        self.source, self.target = folder / SOURCE, folder / TARGET
        self._statement = folder / STATEMENT
        self._folder = folder
        self._child: Process | None = None

    async def paint(self, order: Order | Cut, said: Statement | None = None) -> Painted:
        """From `source` to `target`. Raises SourceUnreadableError, PainterLostError."""
        self.target.unlink(missing_ok=True)
        self._say(said)
        line = json.dumps(asdict(order)).encode() + b"\n"
        try:
            told = await asyncio.wait_for(self._told(line), WALL_SECONDS)
            painted = Painted.model_validate_json(told)
        except (OSError, TimeoutError, ValidationError) as error:
            await self.end()
            log.warning("painter_lost", error=type(error).__name__)
            raise PainterLostError from error
        if painted.failed:
            raise SourceUnreadableError(painted.failed)
        return painted

    def _say(self, said: Statement | None) -> None:
        """What the picture is to tell of its rights; of the last one nothing stays."""
        self._statement.unlink(missing_ok=True)
        if said:
            words = json.dumps(asdict(said))
            self._statement.write_text(words, encoding="utf-8")

    async def _told(self, line: bytes) -> bytes:
        """One that was idle may end while it is being asked: then another is."""
        if self._child is not None:
            with contextlib.suppress(OSError):
                if told := await self._asked(self._child, line):
                    return told
            await self.end()
        self._child = await self._started()
        return await self._asked(self._child, line)

    @staticmethod
    async def _asked(child: Process, line: bytes) -> bytes:
        assert child.stdin is not None  # noqa: S101 -- asked for in `_started`
        assert child.stdout is not None  # noqa: S101 -- asked for in `_started`
        child.stdin.write(line)
        await child.stdin.drain()
        return await child.stdout.readline()

    async def _started(self) -> Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            "-m",
            "assets_api.studio.painters.child",
            str(self._folder),
            stdin=PIPE,
            stdout=PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={**ENVIRONMENT, "TMPDIR": str(self._folder)},
            cwd=self._folder,
            start_new_session=True,
        )

    async def end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        await child.wait()
        assert child.stdin is not None  # noqa: S101 -- asked for in `_started`
        child.stdin.close()


class Painters:
    """The one that was used last is used next, so that the other may end."""

    def __init__(self, painters: list[Painter]) -> None:
        self._free: asyncio.LifoQueue[Painter] = asyncio.LifoQueue()
        for painter in painters:
            self._free.put_nowait(painter)

    @classmethod
    @asynccontextmanager
    async def hired(
        cls, scratch: Path | None, *, at_once: int = AT_ONCE
    ) -> AsyncGenerator[Self]:
        with working_folder(scratch) as folder:
            painters = []
            for number in range(at_once):
                (folder / str(number)).mkdir()
                painters.append(Painter(folder / str(number)))
            try:
                yield cls(painters)
            finally:
                for painter in painters:
                    await painter.end()

    @asynccontextmanager
    async def free(self) -> AsyncGenerator[Painter]:
        """As soon as one is."""
        painter = await self._free.get()
        try:
            yield painter
        finally:
            self._free.put_nowait(painter)
