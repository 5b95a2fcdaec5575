"""Folders the servers' user can reach, and supervisors that end with their test."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from phohien_stack.embedded.account import unprivileged
from phohien_stack.embedded.throwaway import private_folder

SUPERVISED = """
import sys
from pathlib import Path
from phohien_stack.embedded.programs import Program
from phohien_stack.supervisor.parts import Part
from phohien_stack.supervisor.place import locate
from phohien_stack.supervisor.run import Supervisor

def plan(around):
    place, here = around.place, {"PATH": "/usr/bin:/bin"}
    sleeper = Program("sleeper", ("sleep", "600"), here, place.folder, place.log("s"))
    return [[Part("sleeper", sleeper)]]

def say(name, what):
    print(name, what, flush=True)

place = locate(Path(sys.argv[1]))
Supervisor(place, say, False, plan).run(after=lambda record: None)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    made = private_folder(unprivileged(Path("/nonexistent")), "phohien-test-")
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


class Supervised:
    """A supervisor in a process of its own, with one child that only sleeps."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISED, str(folder)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def record(self) -> dict:
        return json.loads((self.folder / "stack.json").read_text())

    def wait(self, state: str = "ready", seconds: float = 30) -> dict:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None and state != "stopped":
                pytest.fail(f"it ended: {self.process.stdout.read()}")
            try:
                record = self.record()
            except (FileNotFoundError, json.JSONDecodeError):
                record = {}
            if record.get("pid") == self.process.pid and record["state"] == state:
                return record
            time.sleep(0.05)
        return pytest.fail(f"never {state}")

    def end(self, number: int = signal.SIGTERM) -> None:
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.process.wait(30)
        self.process.stdout.close()


@pytest.fixture
def given_servers(urls, s3) -> dict[str, str]:
    """The environment of a stack whose servers are somebody else's."""
    return {
        **os.environ,
        "PHOHIEN_DATABASE_URL": urls.owner,
        "PHOHIEN_S3_ENDPOINT": s3.endpoint,
        "PHOHIEN_S3_ACCESS_KEY": s3.access_key,
        "PHOHIEN_S3_SECRET_KEY": s3.secret_key,
        "PHOHIEN_S3_BUCKET": s3.bucket,
    }


@pytest.fixture
def supervise():
    begun: list[Supervised] = []

    def begin(folder: Path, environment: dict[str, str] | None = None) -> Supervised:
        begun.append(Supervised(folder, environment or dict(os.environ)))
        return begun[-1]

    yield begin
    for each in begun:
        each.end()


@pytest.fixture
def is_gone():
    """Whether a process ends within some seconds."""

    def check(pid: int, seconds: float = 8) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2]
            except FileNotFoundError:
                return True
            if state.split()[0] == "Z":
                return True
            time.sleep(0.05)
        return False

    return check
