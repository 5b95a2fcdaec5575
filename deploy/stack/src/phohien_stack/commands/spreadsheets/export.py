"""`export`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from phohien_stack.commands.options import Data, console, single
from phohien_stack.commands.spreadsheets.client import Url, opened, save, sign_in

app = single()


class Form(StrEnum):
    """What the file is."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"
    GEOJSON = "geojson"


@app.command()
def export(  # noqa: PLR0913 -- the options of a command
    type_code: Annotated[str, typer.Argument(help="The content type.")],
    *,
    form: Annotated[Form, typer.Option("--form")] = Form.XLSX,
    locale: Annotated[str, typer.Option(help="Language of the released texts.")] = "vi",
    username: Annotated[
        str,
        typer.Option(
            "--as",
            envvar="PHOHIEN_USER",
            help="Your agency's items, drafts included, to be imported again.",
        ),
    ] = "",
    password: Annotated[str, typer.Option(envvar="PHOHIEN_PASSWORD")] = "",
    output: Annotated[Path | None, typer.Option("-o", "--output")] = None,
    url: Url = "",
    data: Data = None,
) -> None:
    """Items of a type as a file: what is released, or with --as your agency's own."""
    target = output or Path(f"{type_code}.{form.value}")
    with opened(url, data) as client:
        params = {} if username else {"locale": locale}
        if username:
            sign_in(client, username, password, data)
        head = "/staff/v1/exports" if username else "/v1/exports"
        size = save(client, f"{head}/{type_code}.{form.value}", target, params=params)
    console.print(f"{target}  {size} bytes", soft_wrap=True)
