"""`import preview | confirm | undo | show | template`."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from phohien_stack.commands.options import AsJson, Data, console
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

SCHEMA = "phohien.import/1"
PART = 3  # exit code: some rows are not sound
IMPORTS = "/staff/v1/imports"

app = typer.Typer(no_args_is_help=True, add_completion=False)
Run = Annotated[
    str,
    typer.Argument(
        help="The number `import preview` showed. || Mã mà `import preview` đã hiện."
    ),
]


@app.callback()
def imports() -> None:
    """Workbooks into drafts: preview first. || Đưa bảng tính thành bản nháp."""


@app.command(
    help="What a file would do; nothing is written. Exit code 3 when rows have errors."
    " || Xem trước tệp sẽ làm gì; chưa ghi gì. Mã thoát 3 khi có dòng lỗi."
)
def preview(  # noqa: PLR0913 -- the options of a command
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    type_code: Annotated[
        str, typer.Option("--type", help="The content type. || Loại nội dung.")
    ],
    *,
    username: As = "",
    password: Password = "",
    token: Token = "",
    sheet: Annotated[
        str, typer.Option(help="Else the first visible one. || Mặc định: trang đầu.")
    ] = "",
    fi_category: Annotated[
        str,
        typer.Option(help="Of new items without one. || Cho mục tin mới còn thiếu."),
    ] = "",
    as_of: Annotated[
        str,
        typer.Option(help="Time of figures without one. || Thời điểm của số liệu."),
    ] = "",
    source: Annotated[
        str,
        typer.Option(help="Source of figures without one. || Nguồn của số liệu."),
    ] = "",
    marked: Annotated[
        Path | None,
        typer.Option(
            "--marked",
            help="Save the marked workbook here. || Lưu bảng đã đánh dấu lỗi vào đây.",
        ),
    ] = None,
    url: Url = "",
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    params = {
        "type": type_code,
        "filename": file.name,
        "sheet": sheet,
        "fi_category": fi_category,
        "as_of": as_of,
        "source": source,
    }
    with speaking(Person(username, password, token), url, data) as client:
        content = file.read_bytes()
        run = ask(client, "POST", IMPORTS, params=params, content=content).json()
        if marked is not None:
            save(client, f"{IMPORTS}/{run['id']}/workbook", marked)
    _show(run, as_json=as_json)
    raise typer.Exit(PART if run["counts"]["error"] else 0)


@app.command(
    help="Make drafts of the rows of a preview, all or none. Again changes nothing."
    " || Ghi các dòng đã xem trước thành bản nháp, tất cả hoặc không dòng nào."
)
def confirm(  # noqa: PLR0913 -- the options of a command
    run_id: Run,
    *,
    username: As = "",
    password: Password = "",
    token: Token = "",
    skip_errors: Annotated[
        bool,
        typer.Option("--skip-errors", help="Leave unsound rows out. || Bỏ dòng lỗi."),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help="Only show the preview again. || Chỉ xem lại, không ghi."
        ),
    ] = False,
    url: Url = "",
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    with speaking(Person(username, password, token), url, data) as client:
        if dry_run:
            run = ask(client, "GET", f"{IMPORTS}/{run_id}").json()
        else:
            order = {"skip_errors": skip_errors}
            path = f"{IMPORTS}/{run_id}/confirm"
            run = ask(client, "POST", path, json=order).json()
    _show(run, as_json=as_json)
    raise typer.Exit(PART if run["counts"]["error"] else 0)


@app.command(
    help="Take an import back as one unit, when nobody worked on its drafts since."
    " || Hoàn tác cả lần nhập, khi chưa ai xử lý tiếp các bản nháp."
)
def undo(  # noqa: PLR0913 -- the options of a command
    run_id: Run,
    *,
    username: As = "",
    password: Password = "",
    token: Token = "",
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Only show it. || Chỉ xem, không hoàn tác."),
    ] = False,
    url: Url = "",
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    with speaking(Person(username, password, token), url, data) as client:
        method, step = ("GET", "") if dry_run else ("POST", "/undo")
        run = ask(client, method, f"{IMPORTS}/{run_id}{step}").json()
    _show(run, as_json=as_json)


@app.command(
    help="The empty workbook to fill in, with drop-downs."
    " || Bảng mẫu để điền, có danh sách chọn."
)
def template(  # noqa: PLR0913 -- the options of a command
    type_code: Annotated[
        str, typer.Argument(help="The content type. || Loại nội dung.")
    ],
    *,
    username: As = "",
    password: Password = "",
    token: Token = "",
    output: Annotated[Path | None, typer.Option("-o", "--output")] = None,
    languages: Annotated[
        str, typer.Option(help="Columns for these. || Cột cho các ngôn ngữ này.")
    ] = "vi,en",
    url: Url = "",
    data: Data = None,
) -> None:
    target = output or Path(f"mau-{type_code}.xlsx")
    with speaking(Person(username, password, token), url, data) as client:
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
