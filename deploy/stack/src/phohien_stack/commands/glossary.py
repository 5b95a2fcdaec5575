"""`glossary export | import | check`."""

import asyncio
import getpass
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from content_api.glossary import files
from phohien import clock
from phohien_stack.commands.database import owner_url
from phohien_stack.commands.options import AsJson, Data

app = typer.Typer(help="How names are written in each language.", no_args_is_help=True)

Csv = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A CSV file.")]


@app.callback()
def glossary() -> None:
    """How names are written in each language."""


@app.command("export")
def export_terms(
    to: Annotated[Path | None, typer.Argument(help="A file; else the screen.")] = None,
    data: Data = None,
) -> None:
    """Every term as CSV; importing it again changes nothing."""
    text = asyncio.run(files.export_from(owner_url(data)))
    if to is None:
        sys.stdout.write(text)
    else:
        to.write_text(text, "utf-8")


@app.command("import")
def import_terms(file: Csv, *, as_json: AsJson = False, data: Data = None) -> None:
    """Add and change terms, all lines or none; a file says nothing about the others."""
    text = file.read_text("utf-8")
    by = f"phohien glossary import by {getpass.getuser()}"
    report = asyncio.run(
        files.import_into(owner_url(data), text, by=by, at=clock.now())
    )
    if as_json:
        found = {"schema": "phohien.glossary/1", **asdict(report)}
        sys.stdout.write(json.dumps(found) + "\n")
    else:
        sys.stdout.write(
            f"{report.added} added, {report.changed} changed,"
            f" {report.unchanged} unchanged\n"
        )


@app.command()
def check(file: Csv) -> None:
    """Read a CSV file as an import would; exit code 1 names every line to correct."""
    drafts = files.read(file.read_text("utf-8"))
    sys.stdout.write(f"{len(drafts)} terms, nothing to correct\n")
