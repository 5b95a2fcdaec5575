"""Where packages lie on disk. A file appears whole under its name, or not at all."""

import contextlib
import hashlib
import os
import shutil
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import uuid4

from phohien import clock

PIECE = 1024 * 1024
MOST_RECEIPT_BYTES = 4 * 1024 * 1024
YOUNG = 3600.0
RECEIPT = ".receipt.json"
GIVEN = ".given"


class ShelfError(Exception):
    """A folder is missing, full, or not ours to write to."""


@contextlib.contextmanager
def telling(place: Path | None = None) -> Generator[None]:
    """What the disk refuses is told as the shelf's, with the place it was about."""
    try:
        yield
    except OSError as error:
        raise ShelfError(f"{error.filename or place}: {error.strerror}") from error


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folders of one target. `out` and `back` may be somebody else's.

    `spool` holds files until they are packed, `packages` our own copy of every package;
    `out` is where the recipient takes them, `back` where receipts come.
    """

    home: Path
    out: Path
    back: Path

    @property
    def spool(self) -> Path:
        return self.home / "spool"

    @property
    def packages(self) -> Path:
        return self.home / "packages"

    def prepare(self) -> None:
        with telling():
            for folder in (self.spool, self.packages, self.out, self.back):
                folder.mkdir(parents=True, exist_ok=True)

    def keep(self, sha256: str, content: IO[bytes]) -> None:
        """Named by its digest, so that the same file is there once."""
        place = self.spool / sha256
        with telling():
            try:
                os.utime(place)  # young again: see forget_files
            except FileNotFoundError:
                content.seek(0)
                _write(place, content)

    def holds(self, sha256s: Iterable[str]) -> bool:
        return all((self.spool / one).exists() for one in sha256s)

    def deliver(self, name: str) -> None:
        """Copies, so that a recipient who takes the file away takes only theirs."""
        source = self.packages / name
        with telling(), source.open("rb") as file:
            _write(self.out / name, file)

    def give(self, name: str) -> None:
        """Marks a package as on its way before it is: its number is used up."""
        with telling():
            (self.packages / f"{name}{GIVEN}").touch()

    def last_given(self) -> Path | None:
        """The package that was given last, as the disk knows it.

        A database restored from yesterday does not; the recipient does.
        """
        given = [one.stem for one in self.packages.glob(f"*{GIVEN}")]
        if not given:
            return None
        found = self.packages / f"{max(given, key=number_of)}.zip"
        return found if found.exists() else None

    def returned(self) -> list[Path]:
        """Receipts that came and were not looked at yet, oldest name first."""
        with telling():
            found = [one for one in self.back.iterdir() if one.name.endswith(RECEIPT)]
        return sorted(one for one in found if one.is_file() and not one.is_symlink())

    def put_away(self, receipt: Path, folder: str) -> None:
        """Into `done` or `refused`, with its signature; once, whoever was faster."""
        there = self.back / folder
        with telling():
            there.mkdir(exist_ok=True)
            for one in (receipt, signature_of(receipt)):
                with contextlib.suppress(FileNotFoundError):
                    one.rename(there / f"{uuid4().hex[:8]}-{one.name}")

    def forget_files(self, wanted: set[str]) -> None:
        """Files of the spool that no open entry names any more.

        Only for who packs alone: what a killed worker left half written goes, too. A
        young file may be one whose entry is just being written.
        """
        with telling():
            for one in self.packages.glob("*.part"):
                one.unlink(missing_ok=True)
            for one in self.spool.iterdir():
                if one.name not in wanted and not is_young(one):
                    one.unlink(missing_ok=True)


def signature_of(receipt: Path) -> Path:
    return receipt.with_name(f"{receipt.name}.sig")


def is_young(path: Path) -> bool:
    """Somebody may still be at work on it, or on what belongs to it."""
    try:
        return path.stat().st_mtime > clock.now().timestamp() - YOUNG
    except FileNotFoundError:
        return False


def number_of(name: str) -> int:
    return int(name.rpartition("-")[2])


@contextlib.contextmanager
def appearing(place: Path) -> Generator[IO[bytes]]:
    """A file to write to; under its name it is there, and kept, once that is over."""
    part = place.with_name(f"{place.name}.{uuid4().hex[:8]}.part")
    try:
        with telling(place):
            with part.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.replace(place)
    except ShelfError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _write(place: Path, content: IO[bytes]) -> None:
    with appearing(place) as file:
        shutil.copyfileobj(content, file, PIECE)


def digest_of(path: Path) -> str:
    with telling(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
