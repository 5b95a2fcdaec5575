"""`python -m assets_api.inspection.child inspect|render KIND FILE FOLDER`.

Or `draw FIRST-LAST FILE FOLDER`, for pages of a PDF.

The only process that parses or decodes bytes of users. It bounds itself before it opens
the file, has no network where the kernel allows that, dies with its parent, and says
what it found in one JSON file in FOLDER.
"""

import ctypes
import json
import resource
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

MEMORY = 1 << 30
CPU_SECONDS = 20
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000


def confine(written: int, seconds: int = CPU_SECONDS) -> None:
    """Before anything foreign is opened: bytes written, seconds computed."""
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # Without the right to make namespaces the other limits still hold.
    if libc.unshare(CLONE_NEWNET) != 0:
        libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)
    for kind, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, written),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(kind, (limit, limit))
    # At the first SIGXCPU, which is told apart from a kill by somebody else.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))


def inspect(kind: str, path: Path, folder: Path) -> dict[str, Any]:
    from assets_api.inspection import examining  # noqa: PLC0415 -- after the limits

    return examining.examine(kind, path, examining.Notes(folder))


def render(kind: str, path: Path, folder: Path) -> dict[str, Any]:
    from assets_api.cuts import pyramids  # noqa: PLC0415 -- after the limits
    from assets_api.formats.kinds import KINDS  # noqa: PLC0415 -- after the limits
    from assets_api.likeness import seeing  # noqa: PLC0415 -- after the limits
    from assets_api.renditions import (  # noqa: PLC0415 -- after the limits
        appearance,
        papers,
        pictures,
    )

    drawn: list[papers.Drawn] = []
    match KINDS[kind].group:
        case "document" if kind == "pdf":
            from assets_api.renditions import documents, leaves  # noqa: PLC0415 -- as above

            made = documents.render_pdf(path, folder)
            drawn = leaves.draw(path, folder, 1, 1)
        case "document":
            from assets_api.renditions import documents  # noqa: PLC0415 -- as above

            made = documents.render_office(path, kind, folder)
        case "image":
            made = [
                *pictures.render(path, kind, folder),
                *pyramids.write(path, kind, folder),
            ]
        case _:
            from assets_api.renditions import films  # noqa: PLC0415 -- as above
            from assets_api.segments import hls  # noqa: PLC0415 -- as above

            made = [*films.render(path, kind, folder), *hls.write(path, kind, folder)]
    return {
        "made": [asdict(one) for one in made] + [asdict(one) for one in drawn],
        "seen": appearance.noted(folder),
        "dhash": seeing.noted(folder) if KINDS[kind].group == "image" else "",
    }


def draw(pages: str, path: Path, folder: Path) -> dict[str, Any]:
    from assets_api.renditions import leaves  # noqa: PLC0415 -- after the limits

    first, last = map(int, pages.split("-"))
    return {"made": [asdict(one) for one in leaves.draw(path, folder, first, last)]}


def run(task: str, kind: str, path: Path, folder: Path) -> dict[str, Any]:
    from assets_api.formats.errors import HeldError, RefusedError  # noqa: PLC0415 -- after the limits

    work = {"inspect": inspect, "render": render, "draw": draw}[task]
    try:
        return {"verdict": "accepted", **work(kind, path, folder)}
    except RefusedError as error:
        verdict = "held" if isinstance(error, HeldError) else "rejected"
        return {"verdict": verdict, "code": error.code, "facts": list(error.facts)}
    except (MemoryError, RecursionError):
        return {"verdict": "rejected", "code": "inspection-limit"}


def measured() -> dict[str, int]:
    """By the kernel: time of the processor, and the most memory ever held."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return {
        "cpu_ms": round((spent.ru_utime + spent.ru_stime) * 1000),
        "peak_kib": int(peak.split()[1]),
    }


def main() -> None:
    task, kind, source, target = sys.argv[1:]
    path, folder = Path(source), Path(target)
    confine(path.stat().st_size * 4 + (1 << 28))
    answer = run(task, kind, path, folder) | measured()
    (folder / "report.json").write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main()
