"""Which file of a bundle a cell means, and what is said of those nobody means."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from content_api.imports.understanding.headers import Head
from content_api.spreadsheets.grid import Grid
from content_api.spreadsheets.layout.names import plain
from content_api.spreadsheets.layout.showing import split
from content_api.spreadsheets.layout.words import FILE_ALONE, Remark
from phohien.errors import Text

CODE = "files"
MOST_LISTED = 10
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".tif", ".tiff", ".gif", ".avif")
WRONG: Mapping[str, Text] = {
    "file-name-refused": Text(
        vi="Tên tệp có đường dẫn lạ (.., /, ký tự điều khiển); hãy đổi tên rồi nén"
        " lại.",
        en="The name of the file leads elsewhere (.., /, control characters); rename"
        " it and zip again.",
    ),
    "file-is-a-link": Text(
        vi="Đây là liên kết chứ không phải tệp; hãy nén chính tệp đó.",
        en="This is a link and not a file; zip the file itself.",
    ),
    "file-has-a-password": Text(
        vi="Tệp trong gói có mật khẩu; hãy nén lại không đặt mật khẩu.",
        en="The file in the bundle has a password; zip it without one.",
    ),
    "file-too-large": Text(
        vi="Tệp lớn hơn 100 MiB; hãy tải riêng ở kho tệp.",
        en="The file is over 100 MiB; upload it by itself.",
    ),
    "file-empty": Text(vi="Tệp rỗng.", en="The file is empty."),
    "file-damaged": Text(
        vi="Tệp trong gói bị hỏng hoặc khai sai kích thước; hãy nén lại.",
        en="The file in the bundle is damaged or lies about its size; zip it again.",
    ),
}


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file of the bundle as it lies in the folder of the upload."""

    name: str
    stored: str
    bytes: int
    sha256: str
    wrong: str


@dataclass(frozen=True, slots=True)
class Files:
    """What the cells of one import may name."""

    enclosed: Sequence[Enclosed] = ()
    # By name: the id of the asset, or why there is none.
    sent: Mapping[str, str | Text] | None = None

    def named(self, written: str) -> list[Enclosed]:
        """By its path in the bundle, else by its name alone."""
        wanted = plain(written.replace("\\", "/"))
        whole = [one for one in self.enclosed if plain(one.name) == wanted]
        return whole or [
            one for one in self.enclosed if plain(one.name.rpartition("/")[2]) == wanted
        ]

    def meant(self, written: str) -> dict[str, Any] | Remark:
        """A medium of the item, or what to do about the cell."""
        if self.sent is None:
            return FILE_ALONE
        found = self.named(written)
        if len(found) != 1:
            return _several(found) if found else self._missing(written)
        if found[0].wrong:
            return Remark(found[0].wrong, WRONG[found[0].wrong], "file")
        return _medium(found[0], self.sent.get(found[0].name))

    def _missing(self, written: str) -> Remark:
        names = [one.name for one in self.enclosed]
        close = get_close_matches(written, names, 1, 0.6)
        vi = f" Có phải «{close[0]}»?" if close else ""
        en = f" Did you mean «{close[0]}»?" if close else ""
        return Remark(
            "file-missing",
            Text(
                vi=f"Trong gói không có tệp này.{vi}",
                en=f"There is no such file in the bundle.{en}",
            ),
            "file",
        )


def _medium(one: Enclosed, asset: str | Text | None) -> dict[str, Any] | Remark:
    if not isinstance(asset, str):
        return Remark("file-refused", asset or WRONG["file-damaged"], "file")
    role = "illustration" if one.name.lower().endswith(PICTURES) else "document"
    return {"asset_id": asset, "role": role, "languages": None}


def _several(found: Sequence[Enclosed]) -> Remark:
    listed = "; ".join(one.name for one in found[:MOST_LISTED])
    return Remark(
        "file-of-several",
        Text(
            vi=f"Nhiều tệp mang tên này; ghi cả thư mục: {listed}.",
            en=f"Several files have this name; write the folder too: {listed}.",
        ),
        "file",
    )


def wanted(grid: Grid, head: Head, files: Files) -> list[Enclosed]:
    """The sound files that some row names, each once."""
    found: dict[str, Enclosed] = {}
    columns = [
        heading.index
        for heading in head.headings
        if heading.column is not None and heading.column.code == CODE
    ]
    for number, cells in grid.rows:
        for index in columns:
            cell = cells[index] if index < len(cells) else None
            if number <= head.last or not isinstance(cell, str):
                continue
            for name in split(cell):
                meant = files.named(name)
                if len(meant) == 1 and not meant[0].wrong:
                    found[meant[0].name] = meant[0]
    return list(found.values())


def unused(files: Files, used: Iterable[Enclosed]) -> list[str]:
    names = {one.name for one in used}
    return [one.name for one in files.enclosed if one.name not in names]
