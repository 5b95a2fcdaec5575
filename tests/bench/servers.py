"""The stack's own processes, started as the supervisor starts them."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError

PROGRAMS = Path(sys.executable).parent
PATIENCE = 60
ROOT = Path(__file__).parents[2]


def compile_all() -> None:
    """As an installation leaves the code: who compiles for himself stays larger."""
    folders = [*ROOT.glob("services/*/src"), ROOT / "shared/src", ROOT / "deploy"]
    command = [sys.executable, "-m", "compileall", "-q", *map(str, folders)]
    subprocess.run(command, check=True)


@contextmanager
def serving(program: str, port: int, environment: Mapping[str, str]) -> Iterator[int]:
    """`<program> serve`, ready; its pid."""
    with running(program, "serve", environment) as process:
        until_answers(process, f"http://127.0.0.1:{port}/health/ready", wanted={200})
        yield process.pid


@contextmanager
def working(program: str, environment: Mapping[str, str]) -> Iterator[int]:
    """`<program> work`; its pid."""
    with running(program, "work", environment) as process:
        time.sleep(3)
        if process.poll() is not None:
            message = f"{program} work ended at once"
            raise RuntimeError(message)
        yield process.pid


@contextmanager
def doing_nothing(port: int) -> Iterator[int]:
    """The no-op server, ready; its pid."""
    command = [sys.executable, str(Path(__file__).with_name("noop.py")), str(port)]
    with started(command, {}) as process:
        until_answers(process, f"http://127.0.0.1:{port}/")
        yield process.pid


@contextmanager
def running(
    program: str, command: str, environment: Mapping[str, str]
) -> Iterator[subprocess.Popen]:
    with started([str(PROGRAMS / program), command], environment) as process:
        yield process


@contextmanager
def started(
    command: list[str], environment: Mapping[str, str]
) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def until_answers(
    process: subprocess.Popen, url: str, wanted: Collection[int] = range(600)
) -> None:
    end = time.monotonic() + PATIENCE
    while _status(url) not in wanted:
        if process.poll() is not None or time.monotonic() > end:
            message = f"{process.args[0]} did not become ready"
            raise RuntimeError(message)
        time.sleep(0.2)


def _status(url: str) -> int | None:
    """None while nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return answer.status
    except HTTPError as error:
        return error.code
    except (URLError, OSError):
        return None


def until_indexed(port: int, patience: float = 3600) -> float:
    """Until searches are answered from the index; seconds that took."""
    began = time.monotonic()
    url = f"http://127.0.0.1:{port}/v1/search?q=khu&locale=vi&limit=1"
    while time.monotonic() < began + patience:
        with urllib.request.urlopen(url, timeout=10) as answer:
            if json.load(answer)["engine"] == "index":
                return time.monotonic() - began
        time.sleep(1)
    message = f"no index after {patience:,.0f} s"
    raise RuntimeError(message)
