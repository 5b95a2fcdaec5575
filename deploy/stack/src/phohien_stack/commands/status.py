"""`status`."""

import json
import sys

import typer

from phohien_stack.commands import tables
from phohien_stack.commands.options import AsJson, Data, console, single
from phohien_stack.supervisor.place import locate
from phohien_stack.supervisor.report import report

app = single()


@app.command()
def status(*, as_json: AsJson = False, data: Data = None) -> None:
    """What runs, and where; exit code 1 when it is not up."""
    now = report(locate(data))
    if as_json:
        sys.stdout.write(json.dumps(now, indent=2) + "\n")
    else:
        tables.status(console, now)
    raise typer.Exit(0 if now["state"] == "ready" else 1)
