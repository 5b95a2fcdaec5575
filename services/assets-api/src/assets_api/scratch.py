"""Working copies of files being inspected: a folder each, gone with its worker."""

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "phohien-check-"
NAME = re.compile(rf"^{PREFIX}(\d+)-")
FULL = (errno.ENOSPC, errno.EDQUOT)
LEAST = 1 << 20
COPIES = 3


class ScratchFullError(Exception):
    """No room for working copies: not the file's fault, and not for ever."""


@contextmanager
def working_folder(scratch: Path | None) -> Iterator[Path]:
    """Named after this process, so that another can tell whether it is still wanted."""
    prefix = f"{PREFIX}{os.getpid()}-"
    try:
        with tempfile.TemporaryDirectory(prefix=prefix, dir=scratch) as folder:
            yield Path(folder)
    except OSError as error:
        if error.errno in FULL:
            raise ScratchFullError from error
        raise


def is_full(folder: Path) -> bool:
    return shutil.disk_usage(folder).free < LEAST


def could_hold(scratch: Path | None, size: int) -> bool:
    """Whether a disk that is full now is large enough for the file and its copies."""
    folder = scratch or Path(tempfile.gettempdir())
    return shutil.disk_usage(folder).total > COPIES * size


def sweep_scratch(scratch: Path | None) -> None:
    """Folders of workers that were killed: their files may be ones to be deleted."""
    for folder in (scratch or Path(tempfile.gettempdir())).glob(f"{PREFIX}*"):
        found = NAME.match(folder.name)
        if found and not _is_running(int(found.group(1))):
            shutil.rmtree(folder, ignore_errors=True)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return pid != os.getpid()
