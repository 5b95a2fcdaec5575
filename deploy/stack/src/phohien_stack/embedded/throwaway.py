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


def temporary_root(account: Account | None) -> Path:
    """A temporary folder the server's user can enter, with a short name."""
    for name in (tempfile.gettempdir(), "/tmp", "/var/tmp"):  # noqa: S108 -- mkdtemp follows
        path = Path(name)
        if len(str(path)) <= LONGEST_FOLDER and can_enter(account, path):
            return path
    return Path("/tmp")  # noqa: S108 -- mkdtemp follows


def private_folder(account: Account | None, prefix: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=temporary_root(account)))
    if account:
        account.own(folder)
    return folder


@contextmanager
def throwaway_postgres() -> Generator[Postgres]:
    with _home() as (home, account), closing(Ports()) as ports:
        server = Postgres(
            data=home / "data",
            sockets=home,
            log=home / "log",
            port=ports.free(),
            password=secrets.token_urlsafe(18),
            account=account,
            throwaway=True,
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
    with _home() as (home, account), closing(Ports()) as ports:
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
def _home() -> Generator[tuple[Path, Account | None]]:
    """A locked folder: one that nobody holds belongs to a run that was killed."""
    account = unprivileged(Path("/nonexistent"))
    _sweep(temporary_root(account))
    home = private_folder(account, PREFIX)
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
