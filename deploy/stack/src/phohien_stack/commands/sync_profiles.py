"""`sync profile new | check | diff | activate | schema`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from asean_sync.activation import commands
from asean_sync.activation.commands import Activated
from asean_sync.profiles import kinds
from asean_sync.templates import shelf
from phohien_stack.commands.options import AsJson, Data
from phohien_stack.commands.speech import language
from phohien_stack.commands.sync_plans import who
from phohien_stack.commands.sync_settings import settings_of
from phohien_stack.commands.written import document, write

WAITING = 3
HELP = "How a target is spoken to. || Cách gửi tới từng đích."
File = Annotated[
    Path,
    typer.Argument(
        exists=True, dir_okay=False, help="A profile in YAML. || Hồ sơ đích, dạng YAML."
    ),
]

app = typer.Typer(help=HELP, no_args_is_help=True)


@app.command(help="Start a profile from a template. || Lập hồ sơ mới từ một mẫu.")
def new(
    template: Annotated[
        str | None,
        typer.Argument(help="Without one: those there are. || Bỏ trống: các mẫu."),
    ] = None,
    *,
    target: Annotated[
        str | None, typer.Option(help="Code of the target. || Mã của đích.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="A new file. || Tệp mới sẽ ghi.")
    ] = None,
) -> None:
    if template is None:
        for one in shelf.listed():
            write(f"{one.name:<28} {one.connector:<13} {one.note}")
        return
    text = shelf.text_of(template, target)
    if output is None:
        sys.stdout.write(text)
        return
    try:
        with output.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        message = f"{output} is there already; name another file"
        raise typer.BadParameter(message, param_hint="--output") from error
    write(f"{output}: change what is yours, then `phohien sync profile check`")


@app.command(
    help="Say with line and reason what is wrong. || Chỉ ra dòng sai và lý do."
)
def check(file: File, *, as_json: AsJson = False) -> None:
    header = commands.check_profile(file).profile
    if as_json:
        document("phohien.sync.profile.check/1", profile=header.model_dump())
        return
    what = f"{header.target}, version {header.version}, {header.connector}"
    write(f"{file.name}: right; {what}")


@app.command(help="What it says and does otherwise. || Khác gì bản đang dùng.")
def diff(file: File, *, as_json: AsJson = False, data: Data = None) -> None:
    found = commands.diff_profile(settings_of(data), file)
    if as_json:
        document("phohien.sync.profile.diff/1", **asdict(found))
        return
    for line in found.lines:
        write(line)
    _show(found.effect)


@app.command(
    help="Propose; as a second person: activate."
    " || Đề xuất; người thứ hai thì kích hoạt."
)
def activate(
    file: File,
    *,
    by: Annotated[
        str | None,
        typer.Option(help="Who is doing this [your login]. || Người thực hiện."),
    ] = None,
    effect: Annotated[
        str | None,
        typer.Option(help="The effect you looked at. || Mã tác động đã xem."),
    ] = None,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    done = commands.activate_profile(settings_of(data), file, who(by), effect)
    if as_json:
        document("phohien.sync.profile.activate/1", **asdict(done))
    else:
        _tell(done, file)
    raise typer.Exit(WAITING if done.waiting else 0)


def _tell(done: Activated, file: Path) -> None:
    name = f"{done.target}: version {done.version} ({done.sha256[:12]})"
    if not done.waiting:
        said = "is active now" if done.changed else "was active already"
        write(f"{name} {said}")
        return
    write(f"{name} was proposed by {done.proposed_by}; nothing is changed yet")
    if done.effect:
        _show(done.effect)
        write(
            "a second person: phohien sync profile activate"
            f" {file} --by NAME --effect {done.effect['hash']}"
        )


def _show(effect: dict[str, Any]) -> None:
    write(effect["said"][language()])
    for name, times in effect["fields"].items():
        write(f"  {name}: in {times:,} payloads")
    for key, names in effect["examples"].items():
        write(f"  e.g. {key}: {', '.join(names)}")
    if effect["held"]:
        write(f"  held: {effect['held']}")


@app.command(help="The JSON Schema of profiles. || Lược đồ JSON của hồ sơ đích.")
def schema() -> None:
    write(json.dumps(kinds.json_schema(), indent=2, ensure_ascii=False))
