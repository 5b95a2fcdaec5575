"""`glossary find | export | import | check`."""

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
from content_api.glossary.files import Report
from phohien import clock
from phohien.errors import FieldProblem, Text
from phohien_stack.commands import terms
from phohien_stack.commands.database import owner_url
from phohien_stack.commands.options import AsJson, Data, DryRun, console
from phohien_stack.commands.spreadsheets.client import (
    As,
    Password,
    Person,
    Token,
    Url,
    speaking,
)

SCHEMA = "phohien.glossary/1"
HELP = (
    "How names are written in each language. || Tên riêng được viết thế nào trong từng"
    " ngôn ngữ."
)
app = typer.Typer(help=HELP, no_args_is_help=True)

Csv = Annotated[
    Path,
    typer.Argument(exists=True, dir_okay=False, help="A CSV file. || Một tệp CSV."),
]


@app.callback(help=HELP)
def glossary() -> None:
    """How names are written in each language."""


@app.command(help="Terms by a part of them. || Tìm thuật ngữ theo một phần của tên.")
def find(  # noqa: PLR0913 -- the options of a command
    words: Annotated[str, typer.Argument(help="Vietnamese or not. || Phần của tên.")],
    *,
    lang: Annotated[str, typer.Option(help="Only this language. || Ngôn ngữ.")] = "",
    username: As = "",
    password: Password = "",
    token: Token = "",
    url: Url = "",
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    with speaking(Person(username, password, token), url, data) as client:
        found = list(terms.listed(client, q=words, lang=lang))
    if as_json:
        _json({"terms": found})
    else:
        for term in found:
            not_so = f"  ≠ {'; '.join(term['forbidden'])}" if term["forbidden"] else ""
            text = f"{term['source_vi']}  {term['lang']}  {term['rendering']}{not_so}"
            console.print(text, soft_wrap=True, markup=False)
    raise typer.Exit(0 if found else 1)


@app.command(
    "export",
    help="Every term as CSV; importing it again changes nothing."
    " || Mọi thuật ngữ thành CSV; nhập lại thì không đổi gì.",
)
def export_terms(
    to: Annotated[
        Path | None,
        typer.Argument(help="A file; else the screen. || Tệp; nếu không thì màn hình."),
    ] = None,
    data: Data = None,
) -> None:
    text = asyncio.run(files.export_from(owner_url(data)))
    if to is None:
        sys.stdout.write(text)
    else:
        to.write_text(text, "utf-8")


@app.command(
    "import",
    help="Add and change terms; a file says nothing about the others. With --as or a"
    " token over the API, else on the database of this machine, all lines or none."
    " || Thêm và sửa thuật ngữ; thuật ngữ không có trong tệp giữ nguyên. Với --as hoặc"
    " token thì qua API, nếu không thì vào cơ sở dữ liệu của máy này.",
)
def import_terms(  # noqa: PLR0913 -- the options of a command
    file: Csv,
    *,
    username: As = "",
    password: Password = "",
    token: Token = "",
    dry_run: DryRun = False,
    url: Url = "",
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    text = file.read_text("utf-8")
    _read(text)
    person = Person(username, password, token)
    if username or token:
        report = _over_the_api(text, person, url, data, dry_run=dry_run)
    else:
        report = _here(text, data, dry_run=dry_run)
    if as_json:
        _json({"dry_run": dry_run, **asdict(report)})
    else:
        sys.stdout.write(
            f"{report.added} added, {report.changed} changed,"
            f" {report.unchanged} unchanged\n"
        )


@app.command(
    help="Read a CSV file as an import would; exit code 1 names every line to correct."
    " || Đọc thử tệp CSV; mã thoát 1 kèm mọi dòng cần sửa."
)
def check(file: Csv) -> None:
    count = _read(file.read_text("utf-8"))
    sys.stdout.write(f"{count} terms, nothing to correct\n")


def _over_the_api(
    text: str, person: Person, url: str, data: Path | None, *, dry_run: bool
) -> Report:
    with speaking(person, url, data) as client:
        plan = terms.planned(list(terms.listed(client)), files.read(text))
        return terms.counted(*plan) if dry_run else terms.bring(client, plan)


def _here(text: str, data: Path | None, *, dry_run: bool) -> Report:
    if dry_run:
        held = files.read(asyncio.run(files.export_from(owner_url(data))))
        known = [term.model_dump(mode="json") for term in held]
        return terms.counted(*terms.planned(known, files.read(text)))
    by = f"phohien glossary import by {getpass.getuser()}"
    return asyncio.run(files.import_into(owner_url(data), text, by=by, at=clock.now()))


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


def _json(told: dict[str, object]) -> None:
    sys.stdout.write(json.dumps({"schema": SCHEMA, **told}) + "\n")
