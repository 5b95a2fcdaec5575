"""`audit verify`."""

import json
import sys
from pathlib import Path
from typing import Annotated

import psycopg
import typer

from phohien import urls
from phohien_stack.commands.database import owner_url

app = typer.Typer(help="The audit trail.", no_args_is_help=True)


@app.callback()
def audit() -> None:
    """The audit trail."""


@app.command()
def verify(
    *,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    data: Annotated[Path | None, typer.Option("--data")] = None,
) -> None:
    """Compute every link of the chain again; exit code 1 at the first broken one."""
    with psycopg.connect(urls.libpq(owner_url(data))) as connection:
        row = connection.execute("SELECT * FROM audit.verify()").fetchone()
    checked, broken_at, reason = row or (0, None, None)
    if as_json:
        found = {"checked": checked, "broken_at": broken_at, "reason": reason}
        sys.stdout.write(json.dumps({"schema": "phohien.audit/1", **found}) + "\n")
    elif broken_at is None:
        sys.stdout.write(f"{checked} lines, unbroken\n")
    else:
        sys.stdout.write(f"broken at line {broken_at}: {reason}\n")
    raise typer.Exit(0 if broken_at is None else 1)
