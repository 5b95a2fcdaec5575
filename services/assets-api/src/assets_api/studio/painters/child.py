"""`python -m assets_api.studio.painters.child FOLDER` paints, one order a line.

Starting Python and libvips costs more than a small picture does, so this child stays.
It bounds itself as the child of an inspection does, and reads sources alone: pictures
that our own encoder wrote, whose hash was compared.
"""

import json
import os
import resource
import select
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assets_api.inspection.child import confine
from assets_api.studio.painters.folder import SOURCE, TARGET

LARGEST = 1 << 28
JOB_SECONDS, LIFE_SECONDS = 20, 900
MOST_JOBS = 300
IDLE_SECONDS = 120.0
STDIN, STDOUT = 0, 1
Work = Callable[[dict[str, Any], Path, Path], tuple[int, int]]
Damaged = tuple[type[BaseException], ...]


def main() -> None:
    folder = Path(sys.argv[1])
    confine(LARGEST, LIFE_SECONDS)
    from assets_api.cuts import cutting  # noqa: PLC0415 -- after the limits
    from assets_api.studio.painters import painting  # noqa: PLC0415 -- after the limits

    painting.begin()
    for _ in range(MOST_JOBS):
        if not select.select([STDIN], [], [], IDLE_SECONDS)[0]:
            return
        # Shorter than what a pipe takes at once, and one at a time.
        line = os.read(STDIN, select.PIPE_BUF)
        if not line:
            return
        _allow_another_job()
        order = json.loads(line)
        work = cutting.cut if "region" in order else painting.paint
        answer = _answered(work, painting.DAMAGED, order, folder)
        os.write(STDOUT, json.dumps(answer).encode() + b"\n")


def _answered(
    work: Work, damaged: Damaged, order: dict[str, Any], folder: Path
) -> dict[str, Any]:
    from assets_api.studio.painters import saying  # noqa: PLC0415 -- after the limits

    began = _spent()
    try:
        width, height = work(order, folder / SOURCE, folder / TARGET)
        saying.embed(folder / TARGET, order["format"])
    except damaged as error:
        return {"failed": type(error).__name__}
    cpu = round((_spent() - began) * 1000)
    return {"width": width, "height": height, "cpu_ms": cpu}


def _allow_another_job() -> None:
    """A picture that never ends takes this child with it, not the ones before it."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = min(int(_spent()) + JOB_SECONDS, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _spent() -> float:
    spent = resource.getrusage(resource.RUSAGE_SELF)
    return spent.ru_utime + spent.ru_stime


if __name__ == "__main__":
    main()
