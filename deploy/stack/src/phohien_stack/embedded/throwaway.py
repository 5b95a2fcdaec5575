"""Servers for one test run: fast, forgetful, gone with the process that began them."""

import fcntl
import os
import secrets
import shutil
import signal
import tempfile
import time
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from phohien_stack.embedded import programs, seaweed
from phohien_stack.embedded.account import Account, can_enter, unprivileged
from phohien_stack.embedded.addresses import Keys
from phohien_stack.embedded.ports import Ports
from phohien_stack.embedded.postgres import Postgres
from phohien_stack.embedded.seaweed import Seaweed

PREFIX = "phohien-throwaway-"
# A Unix socket's whole path must fit in 107 bytes.
LONGEST_FOLDER = 40
# Seconds in which a new folder may not have its lock yet.
YOUNG = 30
MEMORY = Path("/dev/shm")  # noqa: S108 -- mkdtemp follows
# Free bytes from which a server of many small databases may live in memory.
ENOUGH = 6 << 30


def memory_root(account: Account | None) -> Path | None:
    """A folder in memory, where there is one with room to spare."""
    with suppress(OSError):
        roomy = shutil.disk_usage(MEMORY).free >= ENOUGH
        if roomy and os.access(MEMORY, os.W_OK) and can_enter(account, MEMORY):
            return MEMORY
    return None


def temporary_root(account: Account | None) -> Path:
    """A temporary folder the server's user can enter, with a short name."""
    for name in (tempfile.gettempdir(), "/tmp", "/var/tmp"):  # noqa: S108 -- mkdtemp follows
        path = Path(name)
        if len(str(path)) <= LONGEST_FOLDER and can_enter(account, path):
            return path
    return Path("/tmp")  # noqa: S108 -- mkdtemp follows


def private_folder(
    account: Account | None, prefix: str, *, root: Path | None = None
) -> Path:
    place = root or temporary_root(account)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=place))
    if account:
        account.own(folder)
    return folder


@contextmanager
def throwaway_postgres(
    *, in_memory: bool = False, durable: bool = False
) -> Generator[Postgres]:
    """In memory a copy of a database is made ten times as fast as on a disk.

    `durable`: what was committed is still there after the server was killed.
    """
    with locked_home(in_memory=in_memory) as (home, account), closing(Ports()) as ports:
        server = Postgres(
            data=home / "data",
            sockets=home,
            log=home / "log",
            port=ports.free(),
            password=secrets.token_urlsafe(18),
            account=account,
            throwaway=not durable,
        )
        server.prepare()
        program = server.program()
        process = programs.start(program)
        try:
            programs.wait_until(server.ready, process, program)
            yield server
        finally:
            programs.end(process, program, using=signal.SIGQUIT)


@contextmanager
def throwaway_seaweed() -> Generator[Seaweed]:
    with locked_home() as (home, account), closing(Ports()) as ports:
        server = Seaweed(
            data=home / "data",
            log=home / "log",
            ports=seaweed.free_ports(ports),
            keys=Keys.new(),
            account=account,
        )
        server.prepare()
        program = server.program()
        process = programs.start(program)
        try:
            programs.wait_until(lambda: server.ready("ready"), process, program)
            yield server
        finally:
            programs.end(process, program, using=signal.SIGKILL)
            server.forget_sockets()


@contextmanager
def locked_home(*, in_memory: bool = False) -> Generator[tuple[Path, Account | None]]:
    """A locked folder: one that nobody holds belongs to a run that was killed."""
    account = unprivileged(Path("/nonexistent"))
    root = memory_root(account) if in_memory else None
    for place in (temporary_root(account), root):
        if place:
            _sweep(place)
    home = private_folder(account, PREFIX, root=root)
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield home, account
        finally:
            shutil.rmtree(home, ignore_errors=True)


def _sweep(root: Path) -> None:
    for home in root.glob(f"{PREFIX}*"):
        lock = home / "lock"
        with suppress(OSError):
            young = time.time() - home.stat().st_mtime < YOUNG
            if young or lock.stat().st_uid != os.geteuid():
                continue
            with lock.open("r+") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(home, ignore_errors=True)
