"""`python -m content_api.spreadsheets.reading.child TASK FILE FOLDER [SHEET]`.

The only process that opens a stranger's workbook. It bounds itself first, has no
network where the kernel allows that, and leaves its answer in FOLDER: `report.json`,
and beside it `rows.jsonl`, `words.txt` and `kept.xlsx`, or `annotated.xlsx`.
"""

import ctypes
import json
import resource
import signal
import sys
from pathlib import Path
from typing import Any

MEMORY = 256 << 20
CPU_SECONDS = 60
FILE = 192 << 20
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000


def confine() -> None:
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
        (resource.RLIMIT_FSIZE, FILE),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(kind, (limit, limit))


def run(task: str, path: Path, folder: Path, sheet: str) -> dict[str, Any]:
    from content_api.spreadsheets.reading.errors import UnreadableError  # noqa: PLC0415 -- after the limits

    try:
        if task == "annotate":
            from content_api.spreadsheets.writing.annotated import annotate  # noqa: PLC0415 -- as above

            annotate(path, folder)
            return {"verdict": "done"}
        if task == "unpack":
            from content_api.spreadsheets.reading.bundles.opening import unpack  # noqa: PLC0415 -- as above

            return {"verdict": "done", **unpack(path, folder)}
        from content_api.spreadsheets.reading.workbook import read  # noqa: PLC0415 -- as above

        return {"verdict": "done", **read(path, folder, sheet)}
    except UnreadableError as error:
        return {"verdict": "refused", "code": error.code, "facts": error.facts}
    except (MemoryError, RecursionError):
        return {"verdict": "refused", "code": "too-large-inside", "facts": {}}


def peak_kib() -> int:
    """The most memory this process held; getrusage would count its parent's."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    return 0


def main() -> None:
    task, source, target, *sheet = sys.argv[1:]
    confine()
    # openpyxl would load it, and its threads need more address space than we have.
    sys.modules["numpy"] = None  # type: ignore[assignment]  # Python's own way to say so
    answer = run(task, Path(source), Path(target), sheet[0] if sheet else "")
    answer["peak_kib"] = peak_kib()
    text = json.dumps(answer, ensure_ascii=False)
    (Path(target) / "report.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
