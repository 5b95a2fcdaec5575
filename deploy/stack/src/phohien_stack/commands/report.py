"""`report annual`."""

import asyncio
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from content_api.reports.facts.periods import Basis, Period, of_year
from content_api.reports.printing import annual as printed
from content_api.reports.schemas import Format
from phohien import clock, urls
from phohien_stack.commands.database import owner_url
from phohien_stack.commands.options import Data
from phohien_stack.embedded.errors import StackError

app = typer.Typer(help="Reports of the province.", no_args_is_help=True)

DAYS = ["%Y-%m-%d", "%d/%m/%Y"]
From = Annotated[
    datetime | None, typer.Option("--from", formats=DAYS, help="The first day.")
]
To = Annotated[
    datetime | None, typer.Option("--to", formats=DAYS, help="The last day.")
]
Year = Annotated[int | None, typer.Option(min=2000, max=2100, help="A whole year.")]
Out = Annotated[Path | None, typer.Option("--out", "-o", help="The file to write.")]


@app.callback()
def report() -> None:
    """Reports of the province."""


@app.command()
def annual(  # noqa: PLR0913 -- the options of a command
    start: From = None,
    end: To = None,
    *,
    year: Year = None,
    basis: Annotated[Basis, typer.Option(help="How --year is cut.")] = Basis.CUT_OFF,
    kind: Annotated[Format, typer.Option("--format")] = Format.DOCX,
    agency: Annotated[str | None, typer.Option(help="The part of one agency.")] = None,
    out: Out = None,
    data: Data = None,
) -> None:
    """The annual report of these days as DOCX, XLSX or JSON; nothing is stored.

    What was frozen or signed for exactly these days is given as it was.
    """
    period = _period(start, end, year, basis)
    url = urls.of("CONTENT", owner_url(data))
    made = asyncio.run(printed(url, period, kind, agency=agency))
    if kind is Format.JSON and out is None:
        sys.stdout.write(made.decode() + "\n")
        return
    file = out or Path(f"bao-cao-{period.end.isoformat()}.{kind}")
    file.write_bytes(made)
    sys.stdout.write(f"{file}: {period.start.isoformat()} - {period.end.isoformat()}\n")


def _period(
    start: datetime | None, end: datetime | None, year: int | None, basis: Basis
) -> Period:
    """Without any option: the year that ends next, cut off at 30 November."""
    if start is not None and end is not None and start <= end:
        return Period(start.date(), end.date())
    if start is not None or end is not None:
        raise StackError("give --from and --to, the first day not after the last.")
    if basis is Basis.CUSTOM:
        raise StackError("--basis custom takes --from and --to.")
    return of_year(year or clock.now().year, basis)
