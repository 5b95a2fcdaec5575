import tempfile
from pathlib import Path

from assets_api.scratch import PREFIX, sweep_scratch, working_folder

DEAD = 2**22 + 1
"""No process has this number: it is over the kernel's limit."""


async def test_this_store_copies_only_what_was_looked_at(desk) -> None:
    assert desk.store.copies_safely


def test_folders_of_killed_workers_are_removed(tmp_path: Path) -> None:
    left = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{DEAD}-", dir=tmp_path))
    (left / "file").write_bytes(b"secret")
    with working_folder(tmp_path) as mine:
        running = Path(tempfile.mkdtemp(prefix=f"{PREFIX}1-", dir=tmp_path))
        sweep_scratch(tmp_path)

    assert not left.exists()
    assert running.exists()
    assert not mine.exists()
