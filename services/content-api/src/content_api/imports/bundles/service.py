"""A bundle on its way into a preview: opened, sent on, and said something about."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from content_api.imports.bundles import naming, sending
from content_api.imports.bundles.naming import Enclosed, Files
from content_api.imports.bundles.sending import Post
from content_api.imports.understanding.headers import Head
from content_api.spreadsheets.grid import Grid
from content_api.spreadsheets.reading import sandbox
from content_api.spreadsheets.reading.bundles.opening import may_be_one

Note = dict[str, str]
MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Opened:
    """The workbook of an upload, and what came with it."""

    path: Path
    files: Files


async def opened(path: Path, folder: Path) -> Opened:
    """Raises UnreadableError. A workbook by itself is what it is."""
    if not may_be_one(path):
        return Opened(path, Files())
    report = await sandbox.unpack(path, folder)
    if not report["bundle"]:
        return Opened(path, Files())
    files = [Enclosed(**one) for one in report["files"]]
    return Opened(folder / "workbook", Files(files, sent={}))


async def sent(
    files: Files, grid: Grid, head: Head, folder: Path, post: Post
) -> tuple[Files, list[Note]]:
    """The files that rows name, as assets now; and what to say of the others."""
    if files.sent is None:
        return files, []
    used = naming.wanted(grid, head, files)
    assets = await sending.send(used, folder, post)
    taken = sum(isinstance(asset, str) for asset in assets.values())
    return replace(files, sent=assets), _notes(files, used, taken)


def _notes(files: Files, used: Sequence[Enclosed], count: int) -> list[Note]:
    notes = [
        {
            "code": "files-sent",
            "vi": f"Kho tệp đã nhận {count} tệp; ghi quyền sử dụng và mô tả ở đó"
            " trước khi công bố.",
            "en": f"The store of files has taken {count} file(s); say there whose they"
            " are and what they show before a release.",
        }
    ]
    idle = naming.unused(files, used)
    if idle:
        more = f" (+{len(idle) - MOST_LISTED})" if len(idle) > MOST_LISTED else ""
        listed = "; ".join(idle[:MOST_LISTED]) + more
        notes.append(
            {
                "code": "files-unused",
                "vi": f"Không dòng nào ghi tên các tệp này, nên không gửi: {listed}.",
                "en": f"No row names these files, so they were not sent: {listed}.",
            }
        )
    return notes
