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
from content_api.glossary.errors import TermRefusedError
from phohien import clock
from phohien.errors import FieldProblem, Text
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
    _read(text)
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
    count = _read(file.read_text("utf-8"))
    sys.stdout.write(f"{count} terms, nothing to correct\n")


def _read(text: str) -> int:
    """How many terms there are; says every line that is wrong, and ends."""
    try:
        return len(files.read(text))
    except TermRefusedError as refused:
        sys.stderr.write(f"{refused}\n")
        for problem in refused.errors:
            sys.stderr.write(f"  line {problem.pointer[1:]}: {said(problem)}\n")
        raise typer.Exit(1) from None


def said(problem: FieldProblem) -> str:
    return problem.detail.en if isinstance(problem.detail, Text) else problem.detail
