"""DOCX from a template: looked at first, then filled in a process of its own."""

import asyncio
import contextlib
import html
import io
import json
import os
import re
import signal
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from content_api.reports.errors import TemplateRefusedError
from phohien.errors import Text

MOST_BYTES = 2 << 20
MOST_INSIDE = 20 << 20
MOST_MEMBERS = 300
WALL_SECONDS = 30.0
REFUSED = 3
DEFAULT_NAME = "mau-bao-cao.docx"
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}
_ACTIVE = re.compile(r"vbaProject|/embeddings/|/activeX/", re.IGNORECASE)
_END = re.compile(r"</w:p>|<w:br\b[^<>]*>|<w:cr\b[^<>]*>")
_TAG = re.compile(r"<[^<>]*>")
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE)


def default_template() -> bytes:
    path = files("content_api.reports").joinpath("data", DEFAULT_NAME)
    return path.read_bytes()


def look_at(template: bytes) -> None:
    """Raises TemplateRefusedError for what is no document or does more than show."""
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as package:
            members = package.infolist()
            inside = sum(member.file_size for member in members)
            if len(members) > MOST_MEMBERS or inside > MOST_INSIDE:
                raise _refused("quá lớn khi giải nén", "it is too large inside")
            names = [member.filename for member in members]
            if "word/document.xml" not in names:
                raise _refused("không phải tệp DOCX", "it is no DOCX")
            if any(_ACTIVE.search(name) for name in names):
                raise _refused("có macro hoặc tệp nhúng", "it has macros or embeddings")
            for name in names:
                if name.endswith(".rels") and _EXTERNAL.search(package.read(name)):
                    raise _refused(
                        "trỏ tới tệp bên ngoài", "it points to something outside"
                    )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError) as exc:
        raise _refused("tệp hỏng hoặc không phải DOCX", "it is no DOCX") from exc


def words_of(document: bytes) -> dict[str, str]:
    """Every word, shown or not, by part of the document; after `look_at`."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return {f"/{name}": text for name, text in _texts(package)}


def _texts(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    for name in package.namelist():
        if name.endswith(".xml"):
            raw = package.read(name).decode("utf-8", "replace")
            lines = _END.sub("\n", raw)
            yield name, html.unescape(_TAG.sub("", lines))


async def render(template: bytes, context: dict[str, Any]) -> bytes:
    """Raises TemplateRefusedError with what the template does wrong."""
    with tempfile.TemporaryDirectory(prefix="phohien-") as name:
        folder = Path(name)
        (folder / "template.docx").write_bytes(template)
        text = json.dumps(context, ensure_ascii=False)
        (folder / "context.json").write_text(text, "utf-8")
        status = await _run(folder)
        result = folder / "result.docx"
        if status == REFUSED:
            said = result.read_text("utf-8")
            raise _refused(said, said)
        if status != 0:
            raise _refused("mẫu không điền được", "it could not be filled in")
        return result.read_bytes()


async def _run(folder: Path) -> int:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-m", "content_api.reports.documents.child"),
        *(str(folder / name) for name in ("template.docx", "context.json")),
        str(folder / "result.docx"),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env={**ENVIRONMENT, "TMPDIR": str(folder)},
        cwd=folder,
        start_new_session=True,
    )
    try:
        return await asyncio.wait_for(child.wait(), WALL_SECONDS)
    except TimeoutError as exc:
        raise _refused("mẫu chạy quá lâu", "it takes too long") from exc
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        await child.wait()


def _refused(vi: str, en: str) -> TemplateRefusedError:
    return TemplateRefusedError(
        Text(
            vi=f"Mẫu không dùng được: {vi}. Tải mẫu mặc định về, sửa rồi gửi lại.",
            en=f"The template cannot be used: {en}. Start from the default one.",
        )
    )
