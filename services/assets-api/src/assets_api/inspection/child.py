"""`python -m assets_api.inspection.child inspect|render KIND FILE FOLDER`.

The only process that parses or decodes bytes of users. It bounds itself before it opens
the file, has no network where the kernel allows that, dies with its parent, and says
what it found in one JSON file in FOLDER.
"""

import ctypes
import json
import mmap
import resource
import signal
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

MEMORY = 1 << 30
CPU_SECONDS = 20
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
MOST_TEXT = 20 * 1024 * 1024


def confine(written: int) -> None:
    """Before anything foreign is opened."""
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # Without the right to make namespaces the other limits still hold.
    if libc.unshare(CLONE_NEWNET) != 0:
        libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)
    for kind, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, written),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(kind, (limit, limit))


def inspect(kind: str, path: Path, folder: Path) -> dict[str, Any]:
    match kind:
        case "jpeg" | "png" | "webp":
            return _inspect_picture(kind, path, folder)
        case "pdf":
            return _inspect_pdf(path, folder)
        case _:
            return _inspect_office(path, folder)


def _inspect_picture(kind: str, path: Path, folder: Path) -> dict[str, Any]:
    from assets_api.formats import jpeg, png, webp  # noqa: PLC0415 -- after the limits
    from assets_api.renditions import pictures  # noqa: PLC0415 -- after the limits

    pictures.refuse_weight(path.stat().st_size)
    with (
        path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as data,
    ):
        if kind == "webp":
            canvas = webp.shape(data)
            width, height = canvas.width, canvas.height
        else:
            form = jpeg if kind == "jpeg" else png
            shape = form.shape(data)
            form.refuse_trailing(data, shape.end)
            width, height = shape.width, shape.height
    pictures.refuse_size(width, height)
    pictures.decode_fully(path, kind, width=width, height=height)
    _write_text(folder, iter(pictures.words(path, kind)))
    return {"kind": kind, "width": width, "height": height}


def _inspect_pdf(path: Path, folder: Path) -> dict[str, Any]:
    from assets_api.formats import pdf, pdftext  # noqa: PLC0415 -- after the limits

    pdf.refuse_foreign_ends(path)
    with pdf.opened(path) as document:
        pages = pdf.count_pages(document)
        pdf.refuse_active(document)
        signed = pdf.is_signed(document)
        outside = list(pdf.strings(document))
    _write_text(folder, pdftext.pages(path))
    _write_text(folder, iter(outside), name="hidden.txt")
    return {"kind": "pdf", "pages": pages, "signed": signed}


def _inspect_office(path: Path, folder: Path) -> dict[str, Any]:
    from assets_api.formats import archive, ooxml  # noqa: PLC0415 -- after the limits

    with archive.opened(path) as document:
        archive.inflate_all(document)
        kind = ooxml.kind_of(document)
        ooxml.refuse_active(document)
        _write_text(folder, ooxml.text(document))
    return {"kind": kind}


def _write_text(folder: Path, texts: Iterator[str], name: str = "text.txt") -> None:
    """Every word, or none: a scan of half a text would be no scan."""
    from assets_api.formats.errors import HeldError  # noqa: PLC0415 -- after the limits

    total = 0
    with (folder / name).open("w", encoding="utf-8", errors="replace") as file:
        for text in texts:
            total += len(text) + 1
            if total > MOST_TEXT:
                raise HeldError("too-much-text")
            file.write(text)
            file.write("\n")


def render(kind: str, path: Path, folder: Path) -> dict[str, Any]:
    from assets_api.renditions import documents, pictures  # noqa: PLC0415 -- after the limits

    match kind:
        case "pdf":
            made = documents.render_pdf(path, folder)
        case "docx" | "xlsx":
            made = documents.render_office(path, kind, folder)
        case _:
            made = pictures.render(path, kind, folder)
    return {"made": [asdict(one) for one in made]}


def run(task: str, kind: str, path: Path, folder: Path) -> dict[str, Any]:
    from assets_api.formats.errors import HeldError, RefusedError  # noqa: PLC0415 -- after the limits

    work = inspect if task == "inspect" else render
    try:
        return {"verdict": "accepted", **work(kind, path, folder)}
    except RefusedError as error:
        verdict = "held" if isinstance(error, HeldError) else "rejected"
        return {"verdict": verdict, "code": error.code, "facts": list(error.facts)}
    except (MemoryError, RecursionError):
        return {"verdict": "rejected", "code": "inspection-limit"}


def main() -> None:
    task, kind, source, target = sys.argv[1:]
    path, folder = Path(source), Path(target)
    confine(path.stat().st_size * 4 + (1 << 28))
    answer = run(task, kind, path, folder)
    (folder / "report.json").write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main()
