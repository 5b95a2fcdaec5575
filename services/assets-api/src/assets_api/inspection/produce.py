"""Files that a child has made: measured before anything is done with them."""

import hashlib
import stat
from pathlib import Path

from assets_api.formats.errors import RefusedError

CHUNK = 1 << 20


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
