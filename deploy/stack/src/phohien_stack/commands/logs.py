"""`logs`."""

import sys
import time
from typing import Annotated

import typer

from phohien_stack.commands.options import Data, single
from phohien_stack.embedded.errors import StackError
from phohien_stack.supervisor.place import locate

FOLLOW_PAUSE = 0.3

app = single()


@app.command()
def logs(
    name: Annotated[str, typer.Argument(help="postgres, content-api, sync-worker, …")],
    *,
    follow: Annotated[bool, typer.Option("-f", "--follow")] = False,
    lines: Annotated[int, typer.Option("-n", "--lines")] = 50,
    data: Data = None,
) -> None:
    """The log of one part."""
    place = locate(data)
    log = place.log(name)
    if not log.exists():
        known = ", ".join(sorted(path.stem for path in place.logs.glob("*.log")))
        raise StackError(f"no log {name!r}; there are: {known or 'none yet'}")
    with log.open(encoding="utf-8", errors="replace") as file:
        for text in file.readlines()[-lines:]:
            sys.stdout.write(text)
        while follow:
            sys.stdout.write(file.read())
            sys.stdout.flush()
            time.sleep(FOLLOW_PAUSE)
