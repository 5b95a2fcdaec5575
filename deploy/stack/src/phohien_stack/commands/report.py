"""`report annual | list | print`."""

import asyncio
import json
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
from phohien_stack.commands.options import AsJson, Data
from phohien_stack.commands.spreadsheets.client import (
    As,
    Password,
    Person,
    Token,
    Url,
    ask,
    save,
    speaking,
)
from phohien_stack.embedded.errors import StackError

SCHEMA = "phohien.report/1"
REPORTS = "/staff/v1/reports"
HELP = "Reports of the province. || Báo cáo của tỉnh."
app = typer.Typer(help=HELP, no_args_is_help=True)

DAYS = ["%Y-%m-%d", "%d/%m/%Y"]
From = Annotated[
    datetime | None, typer.Option("--from", formats=DAYS, help="The first day.")
]
To = Annotated[
    datetime | None, typer.Option("--to", formats=DAYS, help="The last day.")
]
Year = Annotated[int | None, typer.Option(min=2000, max=2100, help="A whole year.")]
Out = Annotated[Path | None, typer.Option("--out", "-o", help="The file to write.")]


@app.callback(help=HELP)
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


@app.command("list", help="Reports that were opened. || Các báo cáo đã lập.")
def list_reports(
    *,
    username: As = "",
    password: Password = "",
    token: Token = "",
    url: Url = "",
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    with speaking(Person(username, password, token), url, data) as client:
        params = {"limit": "200"}
        found = ask(client, "GET", REPORTS, params=params).json()["data"]
    if as_json:
        told = {"schema": SCHEMA, "reports": found}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        return
    for line in found:
        period = f"{line['period_from']} - {line['period_to']}"
        sys.stdout.write(f"{line['id']}  {line['state']}  {period}  {line['title']}\n")


@app.command(
    "print",
    help="One report as DOCX, XLSX or JSON, as the service has it."
    " || In một báo cáo ra DOCX, XLSX hoặc JSON.",
)
def print_report(  # noqa: PLR0913 -- the options of a command
    report_id: Annotated[str, typer.Argument(help="Of `report list`. || Mã báo cáo.")],
    *,
    kind: Annotated[Format, typer.Option("--format")] = Format.DOCX,
    agency: Annotated[
        str, typer.Option(help="The part of one agency. || Phần của một cơ quan.")
    ] = "",
    out: Out = None,
    username: As = "",
    password: Password = "",
    token: Token = "",
    url: Url = "",
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    part = f"/parts/{agency}" if agency else ""
    path = f"{REPORTS}/{report_id}{part}/document"
    file = out or Path(f"bao-cao-{report_id}.{kind}")
    with speaking(Person(username, password, token), url, data) as client:
        size = save(client, path, file, params={"format": str(kind)})
    if as_json:
        told = {"schema": SCHEMA, "file": str(file), "bytes": size}
        sys.stdout.write(json.dumps(told) + "\n")
    else:
        sys.stdout.write(f"{file}  {size} bytes\n")


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
