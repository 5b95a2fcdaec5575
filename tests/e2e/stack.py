"""The real stack, as an operator sees it: the `phohien` command and its status."""

import asyncio
import json
import os
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any

from tests.standins.commands import heard

PHOHIEN = Path(sys.executable).with_name("phohien")
STARTS_WITHIN = 300.0


class Stack:
    """Addresses come from `phohien status --json` and from nowhere else."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._env = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("PHOHIEN_")
        } | {"PHOHIEN_DATA": str(home)}
        self._urls: dict[str, str] = {}
        self._tokens: dict[str, str] = {}

    async def run(self, *arguments: str, within: float = 120) -> tuple[int, str, str]:
        """Run `phohien …` to its end: status, output, errors."""
        process = await asyncio.create_subprocess_exec(
            PHOHIEN,
            *arguments,
            env=self._env,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await heard(process, within)
        return process.returncode or 0, out.decode(), err.decode()

    async def up(self) -> None:
        status, out, err = await self.run(
            "up", "--demo", "--detach", within=STARTS_WITHIN
        )
        assert status == 0, out + err
        self.forget_addresses()

    async def down(self) -> None:
        await self.run("down")

    async def remove(self) -> None:
        """For root the data are not below the folder; nobody needs them any more."""
        home = (await self.status())["home"]
        await asyncio.to_thread(shutil.rmtree, home, ignore_errors=True)

    async def status(self) -> dict[str, Any]:
        _, out, err = await self.run("status", "--json")
        assert out, err
        found: dict[str, Any] = json.loads(out)
        return found

    async def secrets(self) -> dict[str, Any]:
        """What the stack wrote down for its owner: logins and tokens."""
        file = Path((await self.status())["stack_file"])
        found: dict[str, Any] = json.loads(await asyncio.to_thread(file.read_text))
        return found

    async def token(self, service: str) -> str:
        """Made once with the data, so it is read once."""
        if service not in self._tokens:
            self._tokens = (await self.secrets())["tokens"]
        return self._tokens[service]

    async def url(self, service: str) -> str:
        deadline = time.monotonic() + STARTS_WITHIN
        while service not in self._urls:
            if time.monotonic() > deadline:
                message = f"{service} has no address in `phohien status --json`"
                raise TimeoutError(message)
            self._urls = (await self.status())["urls"]
            if service not in self._urls:
                await asyncio.sleep(0.5)
        return self._urls[service].rstrip("/")

    def forget_addresses(self) -> None:
        """After a restart they may be others."""
        self._urls = {}

    async def processes(self) -> dict[str, int]:
        """Name and pid of everything that can be killed, the supervisor too."""
        status = await self.status()
        running = {
            part["name"]: part["pid"]
            for part in status["parts"]
            if part["state"] == "running"
        }
        return {**running, "supervisor": status["pid"]} if running else {}

    async def kill(self, name: str) -> bool:
        """`kill -9`. False when it was not running just now."""
        pid = (await self.processes()).get(name)
        if pid is None:
            return False
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return False
        if name == "supervisor":
            # Its addresses are free now: some other stack may answer there.
            self.forget_addresses()
            await self.up()
        return True

    async def settled(self) -> None:
        """Until every part runs and says that it is ready."""
        deadline = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < deadline:
            status = await self.status()
            if status["state"] == "ready" and all(
                part["state"] == "running" for part in status["parts"]
            ):
                return
            await asyncio.sleep(0.5)
        message = "the stack does not settle"
        raise TimeoutError(message)
