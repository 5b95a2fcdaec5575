"""A machine of its own for one run of tests, whose every process can be killed.

PostgreSQL keeps its promises here (fsync, synchronous commits), unlike the quick one
that other tests share: what it acknowledged must be there after `kill -9`.
"""

import contextlib
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from phohien_stack import databases
from phohien_stack.databases import Urls
from phohien_stack.embedded import programs, seaweed
from phohien_stack.embedded.account import Account
from phohien_stack.embedded.addresses import REGION, Keys
from phohien_stack.embedded.errors import NotReadyError
from phohien_stack.embedded.ports import Ports
from phohien_stack.embedded.postgres import Postgres
from phohien_stack.embedded.programs import Program
from phohien_stack.embedded.seaweed import Seaweed
from phohien_stack.embedded.throwaway import locked_home
from phohien_stack.store import Store

ASSETS = Path(sys.executable).with_name("assets-api")


@dataclass
class Part:
    """One server process: started, killed, and started again as it was."""

    program: Program
    ready: Callable[[], bool]
    prepare: Callable[[], None] = lambda: None
    process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        if self.runs:
            return
        self.prepare()
        self.process = programs.start(self.program)
        programs.wait_until(self.ready, self.process, self.program)

    def kill(self) -> None:
        """`kill -9` of the process and of everything it started."""
        if self.process is None:
            return
        for pid in (self.pid, *children(self.pid)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()


def children(pid: int) -> list[int]:
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return found


@dataclass
class Machine:
    urls: Urls
    store: Store
    parts: dict[str, Part] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)

    def heal(self) -> None:
        """What a supervisor does: whatever has ended is started again."""
        for part in self.parts.values():
            # A server whose neighbour is not there yet may end; the next look helps.
            with contextlib.suppress(NotReadyError):
                part.start()


@contextmanager
def machine(folder: Path, **settings: str) -> Iterator[Machine]:
    """PostgreSQL, S3, two assets-api processes ("api", "other") and a worker."""
    with contextlib.ExitStack() as stack:
        home, account = stack.enter_context(locked_home())
        ports = stack.enter_context(contextlib.closing(Ports()))
        yield _built(stack, _Place(home, folder, account, ports), settings)


@dataclass(frozen=True)
class _Place:
    home: Path
    folder: Path
    account: Account | None
    ports: Ports


def _built(
    stack: contextlib.ExitStack, place: _Place, settings: Mapping[str, str]
) -> Machine:
    home, account, folder, ports = place.home, place.account, place.folder, place.ports
    postgres = Postgres(
        data=home / "data",
        sockets=home,
        log=folder / "postgres.log",
        port=ports.free(),
        password=secrets.token_urlsafe(18),
        account=account,
    )
    store = Seaweed(
        data=home / "objects",
        log=folder / "seaweed.log",
        ports=seaweed.free_ports(ports),
        keys=Keys.new(),
        account=account,
    )
    parts = {
        "postgres": _postgres(postgres),
        "s3": Part(store.program(), lambda: store.ready("ready"), store.prepare),
    }
    stack.callback(store.forget_sockets)
    stack.callback(_end, parts)
    for part in parts.values():
        part.start()
    databases.build_template(postgres.url())
    made = Machine(
        urls=databases.clone(postgres.url(), "machine"),
        store=_bucket(store),
        parts=parts,
    )
    made.environment = _environment(made, folder) | settings
    for name in ("api", "other"):
        port = ports.free()
        made.addresses[name] = f"http://127.0.0.1:{port}"
        parts[name] = _serving(made, name, port, folder)
    parts["worker"] = _working(made, folder)
    made.heal()
    return made


def _end(parts: Mapping[str, Part]) -> None:
    for part in reversed(parts.values()):
        part.kill()


def _postgres(server: Postgres) -> Part:
    return Part(server.program(), server.ready, server.prepare)


def _bucket(server: Seaweed) -> Store:
    store = Store(
        endpoint=server.endpoint,
        access_key=server.keys.access,
        secret_key=server.keys.secret,
        bucket=f"machine-{secrets.token_hex(4)}",
        region=REGION,
        secure=False,
    )
    store.client().make_bucket(store.bucket)
    return store


def _environment(made: Machine, folder: Path) -> dict[str, str]:
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PHOHIEN_")
    }
    return inherited | {
        "PHOHIEN_DATABASE_URL": made.urls.owner,
        "PHOHIEN_S3_ENDPOINT": made.store.endpoint,
        "PHOHIEN_S3_ACCESS_KEY": made.store.access_key,
        "PHOHIEN_S3_SECRET_KEY": made.store.secret_key,
        "PHOHIEN_S3_BUCKET": made.store.bucket,
        "PHOHIEN_ASSETS_SCRATCH": str(folder / "scratch"),
        "PHOHIEN_ASSETS_SERVICE_TOKEN": secrets.token_hex(8),
        "PHOHIEN_ASSETS_TICK_SECONDS": "1",
    }


def _program(
    name: str, command: str, folder: Path, environment: Mapping[str, str]
) -> Program:
    return Program(
        name=name,
        command=(str(ASSETS), command),
        environment=environment,
        folder=Path("/"),
        log=folder / f"{name}.log",
    )


def _serving(made: Machine, name: str, port: int, folder: Path) -> Part:
    environment = made.environment | {"PHOHIEN_ASSETS_PORT": str(port)}
    return Part(
        _program(name, "serve", folder, environment),
        lambda: _answers(f"http://127.0.0.1:{port}/health/ready"),
    )


def _working(made: Machine, folder: Path) -> Part:
    """It has no address; that it works is seen by what becomes of uploads."""
    return Part(_program("worker", "work", folder, made.environment), lambda: True)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return answer.status == 200
    except OSError:
        time.sleep(0.05)
        return False
