"""What a child has made: measured, or read with a bound, before anything is done."""

import hashlib
import os
import stat
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from assets_api.formats.errors import RefusedError

CHUNK = 1 << 20
Note = TypeVar("Note", bound=BaseModel)


def measured(path: Path) -> tuple[int, str]:
    """Bytes and hash. Refuses what is no plain file: the folder is not trusted."""
    try:
        found = path.lstat()
    except OSError as error:
        raise RefusedError("inspection-limit", "renditions") from error
    if not stat.S_ISREG(found.st_mode) or not found.st_size:
        raise RefusedError("inspection-limit", "renditions")
    running = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            running.update(chunk)
    return found.st_size, running.hexdigest()


def note(path: Path, model: type[Note], *, most: int) -> Note | None:
    """What it wrote down, at most so many bytes; None when there is nothing."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(handle, "rb") as file:
            return model.model_validate_json(file.read(most))
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        raise RefusedError("inspection-limit", "report") from error
