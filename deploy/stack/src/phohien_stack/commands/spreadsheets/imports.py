"""`import preview | apply | undo | template`."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from phohien_stack.commands.options import AsJson, Data, console
from phohien_stack.commands.spreadsheets.client import (
    As,
    Password,
    Url,
    ask,
    opened,
    save,
    sign_in,
)

SCHEMA = "phohien.import/1"
PART = 3  # exit code: some rows are not sound
IMPORTS = "/staff/v1/imports"

app = typer.Typer(no_args_is_help=True, add_completion=False)
Run = Annotated[str, typer.Argument(help="The number `import preview` showed.")]


@app.callback()
def imports() -> None:
    """Workbooks into drafts: preview first, then apply."""


@app.command()
def preview(  # noqa: PLR0913 -- the options of a command
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    type_code: Annotated[str, typer.Option("--type", help="The content type.")],
    *,
    username: As,
    password: Password = "",
    sheet: Annotated[str, typer.Option(help="Else the first visible one.")] = "",
    fi_category: Annotated[str, typer.Option(help="Of new items without one.")] = "",
    as_of: Annotated[str, typer.Option(help="Time of figures without one.")] = "",
    source: Annotated[str, typer.Option(help="Source of figures without one.")] = "",
    marked: Annotated[
        Path | None, typer.Option("--marked", help="Save the marked workbook here.")
    ] = None,
    url: Url = "",
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """What a file would do; nothing is written. Exit code 3 when rows have errors."""
    params = {
        "type": type_code,
        "filename": file.name,
        "sheet": sheet,
        "fi_category": fi_category,
        "as_of": as_of,
        "source": source,
    }
    with opened(url, data) as client:
        sign_in(client, username, password, data)
        content = file.read_bytes()
        run = ask(client, "POST", IMPORTS, params=params, content=content).json()
        if marked is not None:
            save(client, f"{IMPORTS}/{run['id']}/workbook", marked)
    _show(run, as_json=as_json)
    raise typer.Exit(PART if run["counts"]["error"] else 0)


@app.command()
def apply(  # noqa: PLR0913 -- the options of a command
    run_id: Run,
    *,
    username: As,
    password: Password = "",
    skip_errors: Annotated[
        bool, typer.Option("--skip-errors", help="Leave unsound rows out.")
    ] = False,
    url: Url = "",
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Make drafts of the rows of a preview, all or none. Again changes nothing."""
    with opened(url, data) as client:
        sign_in(client, username, password, data)
        order = {"skip_errors": skip_errors}
        run = ask(client, "POST", f"{IMPORTS}/{run_id}/confirm", json=order).json()
    _show(run, as_json=as_json)
    raise typer.Exit(PART if run["counts"]["error"] else 0)


@app.command()
def undo(
    run_id: Run,
    *,
    username: As,
    password: Password = "",
    url: Url = "",
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Take an import back as one unit, when nobody worked on its drafts since."""
    with opened(url, data) as client:
        sign_in(client, username, password, data)
        run = ask(client, "POST", f"{IMPORTS}/{run_id}/undo").json()
    _show(run, as_json=as_json)


@app.command()
def template(  # noqa: PLR0913 -- the options of a command
    type_code: Annotated[str, typer.Argument(help="The content type.")],
    *,
    username: As,
    password: Password = "",
    output: Annotated[Path | None, typer.Option("-o", "--output")] = None,
    languages: Annotated[str, typer.Option(help="Columns for these.")] = "vi,en",
    url: Url = "",
    data: Data = None,
) -> None:
    """The empty workbook to fill in, with drop-downs."""
    target = output or Path(f"mau-{type_code}.xlsx")
    with opened(url, data) as client:
        sign_in(client, username, password, data)
        path = f"{IMPORTS}/templates/{type_code}.xlsx"
        save(client, path, target, params={"languages": languages})
    console.print(str(target))


def _show(run: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps({"schema": SCHEMA, **run}) + "\n")
        return
    counts = ", ".join(f"{count} {name}" for name, count in run["counts"].items())
    console.print(f"{run['id']}  {run['state']}: {counts}", soft_wrap=True)
    for note in run["notes"]:
        console.print(f"  {note['detail']}", soft_wrap=True, markup=False)
    for repair in run["repairs"]:
        rows = ", ".join(map(str, repair["rows"]))
        mark = "!" if repair["error"] else "?"
        text = f"  {mark} {repair['count']}: {repair['detail']} ({rows})"
        console.print(text, soft_wrap=True, markup=False)
