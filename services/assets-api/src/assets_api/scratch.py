"""Working copies of files being inspected: a folder each, gone with its worker."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "phohien-check-"
NAME = re.compile(rf"^{PREFIX}(\d+)-")


@contextmanager
def working_folder(scratch: Path | None) -> Iterator[Path]:
    """Named after this process, so that another can tell whether it is still wanted."""
    prefix = f"{PREFIX}{os.getpid()}-"
    with tempfile.TemporaryDirectory(prefix=prefix, dir=scratch) as folder:
        yield Path(folder)


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
