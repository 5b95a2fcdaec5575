"""`export`."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from phohien_stack.commands.options import AsJson, Data, console, single
from phohien_stack.commands.spreadsheets.client import (
    Password,
    Person,
    Token,
    Url,
    opened,
    save,
    speaking,
)

SCHEMA = "phohien.export/1"

app = single()


class Form(StrEnum):
    """What the file is."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"
    GEOJSON = "geojson"


@app.command(
    help="Items of a type as a file: what is released, or with --as your agency's own."
    " || Mục tin của một loại thành tệp: phần đã công bố, hoặc với --as là của cơ quan"
    " bạn."
)
def export(  # noqa: PLR0913 -- the options of a command
    type_code: Annotated[
        str, typer.Argument(help="The content type. || Loại nội dung.")
    ],
    *,
    form: Annotated[Form, typer.Option("--form")] = Form.XLSX,
    locale: Annotated[
        str,
        typer.Option(help="Language of the released texts. || Ngôn ngữ của bài."),
    ] = "vi",
    username: Annotated[
        str,
        typer.Option(
            "--as",
            envvar="PHOHIEN_USER",
            help="Your agency's items, drafts included, to be imported again."
            " || Mục tin của cơ quan bạn, kể cả bản nháp, nhập lại được.",
        ),
    ] = "",
    password: Password = "",
    token: Token = "",
    output: Annotated[Path | None, typer.Option("-o", "--output")] = None,
    url: Url = "",
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    target = output or Path(f"{type_code}.{form.value}")
    if username or token:
        person = Person(username, password, token)
        with speaking(person, url, data) as client:
            size = save(client, f"/staff/v1/exports/{type_code}.{form.value}", target)
    else:
        with opened(url, data) as client:
            params = {"locale": locale}
            path = f"/v1/exports/{type_code}.{form.value}"
            size = save(client, path, target, params=params)
    if as_json:
        told = {"schema": SCHEMA, "file": str(target), "bytes": size}
        sys.stdout.write(json.dumps(told) + "\n")
        return
    console.print(f"{target}  {size} bytes", soft_wrap=True)
