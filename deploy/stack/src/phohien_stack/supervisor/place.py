"""Where a stack keeps its files, and the lock that says whether it is up."""

import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from phohien_stack.embedded.account import Account, can_enter, unprivileged
from phohien_stack.embedded.binaries import COPIES
from phohien_stack.embedded.errors import StackError

FOLDER = ".phohien"
MARK = Path("deploy/stack/pyproject.toml")
ROTATE_ABOVE = 5_000_000
LOCK_ATTEMPTS, LOCK_PAUSE = 6, 0.05


class AlreadyUpError(StackError):
    """Another supervisor holds this place."""


@dataclass(frozen=True)
class Place:
    """`folder` is what people look into; `home` holds the data, mostly the same."""

    folder: Path
    home: Path

    @property
    def record(self) -> Path:
        return self.folder / "stack.json"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def account(self) -> Account | None:
        return unprivileged(self.home / "postgres")

    def make(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.home.mkdir(parents=True, exist_ok=True)
        # Root's servers run as somebody else, who must get through to their data.
        self.folder.chmod(0o711 if self.home == self.folder and _is_root() else 0o700)
        if self.home != self.folder:
            self.home.chmod(0o711)
            self.home.parent.chmod(0o711)
            (self.folder / "location").write_text(f"{self.home}\n")
        self.logs.mkdir(mode=0o700, exist_ok=True)

    def erase(self) -> None:
        """Everything a stack ever wrote; of a folder that never held one, nothing."""
        if not (self.folder / "lock").exists():
            return
        with self.locked():
            shutil.rmtree(self.home)
        shutil.rmtree(self.folder, ignore_errors=True)

    def rotate_logs(self) -> None:
        for log in self.logs.glob("*.log"):
            if log.stat().st_size > ROTATE_ABOVE:
                log.replace(log.with_suffix(".log.1"))

    @contextmanager
    def locked(self) -> Generator[None]:
        """Held by the supervisor as long as it lives, however it ends."""
        self.make()
        with (self.folder / "lock").open("w") as lock:
            for attempt in range(LOCK_ATTEMPTS):
                if _takes(lock, fcntl.LOCK_EX):
                    break
                # It may be `status` that looks just now.
                time.sleep(LOCK_PAUSE * attempt)
            else:
                raise AlreadyUpError(f"{self.folder} is already up")
            yield

    def is_up(self) -> bool:
        try:
            with (self.folder / "lock").open() as lock:
                return not _takes(lock, fcntl.LOCK_SH)
        except FileNotFoundError:
            return False


def checkout(start: Path) -> Path | None:
    """The source tree around `start`; None for an installed package."""
    for folder in (start, *start.parents):
        if (folder / MARK).exists():
            return folder
    return None


def locate(given: Path | None = None) -> Place:
    """The given folder, PHOHIEN_DATA, or `.phohien` in the checkout or right here."""
    here = Path.cwd()
    variable = os.environ.get("PHOHIEN_DATA")
    chosen = given or (Path(variable) if variable else None)
    folder = (chosen or (checkout(here) or here) / FOLDER).resolve()
    location = folder / "location"
    if location.exists():
        return Place(folder, Path(location.read_text().strip()))
    return Place(folder, _home(folder))


def _home(folder: Path) -> Path:
    account = unprivileged(folder / "postgres")
    nearest = next(parent for parent in folder.parents if parent.exists())
    if account is None or can_enter(account, nearest):
        return folder
    return COPIES / hashlib.sha256(bytes(folder)).hexdigest()[:12]


def _takes(lock: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_root() -> bool:
    return os.geteuid() == 0
