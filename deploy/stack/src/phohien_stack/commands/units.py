"""`units find | import | remap | undo`: the list of administrative units."""

import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from phohien_stack.commands.options import AsJson, Data, DryRun, console
from phohien_stack.commands.spreadsheets.client import (
    As,
    Password,
    Person,
    Token,
    Url,
    ask,
    opened,
    speaking,
)
from phohien_stack.embedded.errors import StackError

SCHEMA = "phohien.units/1"
PART = 3  # exit code: some items need a person's choice
REMAPS = "/staff/v1/units/remaps"
COLUMNS = {"code", "name_vi", "name_en", "level", "from"}

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def units() -> None:
    """Units, old names, changes of them. || Đơn vị hành chính, tên cũ, sáp nhập."""


@app.command(
    help="Units by present or former name, tones or not, or by code, also an old one."
    " || Tìm theo tên nay hoặc tên cũ, có dấu hay không, hoặc theo mã, cả mã cũ."
)
def find(
    words: Annotated[str, typer.Argument(help="A name or a code. || Tên hoặc mã.")],
    *,
    url: Url = "",
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    with opened(url, data) as client:
        if words.isdecimal():
            found = [ask(client, "GET", f"/v1/units/{words}").json()]
        else:
            params = {"q": words}
            found = ask(client, "GET", "/v1/units", params=params).json()["data"]
    if as_json:
        _json({"units": found})
    else:
        for unit in found:
            _line(unit)
    raise typer.Exit(0 if found else 1)


@app.command(
    "import",
    help="Enter a decision on units. A CSV line is a unit that begins, or one renamed:"
    " code, name_vi, name_en, level, from (old codes; one that goes on names itself)."
    " || Nhập quyết định sắp xếp đơn vị. Mỗi dòng CSV là một đơn vị mới hoặc đổi tên:"
    " code, name_vi, name_en, level, from (các mã cũ, cách nhau bởi dấu ;).",
)
def import_change(  # noqa: PLR0913 -- the options of a command
    file: Annotated[
        Path,
        typer.Argument(
            exists=True, dir_okay=False, help="CSV, or JSON as the API takes it."
        ),
    ],
    *,
    effective_on: Annotated[
        str,
        typer.Option(help="First day of the new units. || Ngày có hiệu lực."),
    ] = "",
    decision: Annotated[
        str, typer.Option(help="Number and date. || Số và ngày của quyết định.")
    ] = "",
    username: As = "",
    password: Password = "",
    token: Token = "",
    dry_run: DryRun = False,
    url: Url = "",
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    change = _read(file)
    if effective_on:
        change["effective_on"] = effective_on
    if decision:
        change["decision"] = decision
    params = {"dry_run": "true"} if dry_run else {}
    with speaking(Person(username, password, token), url, data) as client:
        path = "/staff/v1/units/changes"
        done = ask(client, "POST", path, json=change, params=params).json()
    if as_json:
        _json({"dry_run": dry_run, **done})
        return
    for name in ("begun", "renamed", "ended", "split"):
        console.print(f"  {name:<8} {', '.join(done[name]) or '-'}", soft_wrap=True)


@app.command(
    help="Move items from units that ended to the present ones; exit code 3 when some"
    " need a choice. || Chuyển mục tin sang đơn vị hiện nay; mã thoát 3 khi còn mục"
    " phải có người chọn."
)
def remap(  # noqa: PLR0913 -- the options of a command
    *,
    code: Annotated[
        list[str],
        typer.Option(help="Only these units. || Chỉ các đơn vị này."),
    ] = [],  # noqa: B006 -- typer reads it, nobody changes it
    agency: Annotated[
        str, typer.Option(help="Only this agency's items. || Chỉ của cơ quan này.")
    ] = "",
    choose: Annotated[
        list[str],
        typer.Option(
            metavar="ITEM:OLD=NEW[,NEW]",
            help="What an item in a split unit is in now."
            " || Mục tin ở đơn vị bị chia nay thuộc đâu.",
        ),
    ] = [],  # noqa: B006 -- typer reads it, nobody changes it
    skip_ambiguous: Annotated[
        bool,
        typer.Option(
            "--skip-ambiguous",
            help="Leave those that need a choice. || Để lại mục phải chọn.",
        ),
    ] = False,
    username: As = "",
    password: Password = "",
    token: Token = "",
    dry_run: DryRun = False,
    url: Url = "",
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    choices = _choices(choose)
    order = {"choices": choices, "skip_ambiguous": skip_ambiguous}
    wanted = {"agency": agency or None, "codes": code}
    with speaking(Person(username, password, token), url, data) as client:
        run = ask(client, "POST", REMAPS, json=wanted).json()
        open_ = [
            item
            for item in run["items"]
            if item["ambiguous"] and item["item_key"] not in choices
        ]
        if run["items"] and not dry_run and (skip_ambiguous or not open_):
            path = f"{REMAPS}/{run['id']}/confirm"
            run = ask(client, "POST", path, json=order).json()
    _show(run, as_json=as_json)
    raise typer.Exit(PART if open_ else 0)


@app.command(help="Take a re-mapping back as one unit. || Hoàn tác cả lần chuyển đổi.")
def undo(  # noqa: PLR0913 -- the options of a command
    run_id: Annotated[str, typer.Argument(help="Its number. || Mã của lần chuyển.")],
    *,
    username: As = "",
    password: Password = "",
    token: Token = "",
    dry_run: DryRun = False,
    url: Url = "",
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    with speaking(Person(username, password, token), url, data) as client:
        method, step = ("GET", "") if dry_run else ("POST", "/undo")
        run = ask(client, method, f"{REMAPS}/{run_id}{step}").json()
    _show(run, as_json=as_json)


def _read(file: Path) -> dict[str, Any]:
    try:
        text = file.read_text("utf-8-sig")
        if file.suffix.lower() == ".json":
            found = json.loads(text)
            if isinstance(found, dict):
                return found
            raise StackError(f"{file}: an object is needed, as the API takes it.")
        return _change(list(csv.DictReader(text.splitlines())))
    except (UnicodeDecodeError, ValueError) as error:
        raise StackError(f"{file}: not UTF-8 CSV or JSON ({error}).") from error


def _change(lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Units from lines, and where the old ones went from all of them together."""
    if not lines or not lines[0].keys() >= COLUMNS:
        needed = ", ".join(sorted(COLUMNS))
        raise StackError(f"the first line of the file has to name {needed}.")
    into: dict[str, list[str]] = {}
    drafts = []
    for line in lines:
        told = (line["from"] or "").replace(",", ";").split(";")
        came = [code.strip() for code in told if code.strip()]
        for code in came:
            into.setdefault(code, []).append(line["code"])
        if line["code"] not in came or not came:
            drafts.append({name: line[name] for name in sorted(COLUMNS - {"from"})})
    # A unit that only grows goes nowhere.
    moves = [
        {"unit": code, "into": codes}
        for code, codes in into.items()
        if set(codes) != {code}
    ]
    return {"units": drafts, "moves": moves}


def _choices(told: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for one in told:
        place, equals, codes = one.partition("=")
        key, colon, unit = place.rpartition(":")
        if not equals or not colon:
            wanted = f"{one!r} is not ITEM:OLD=NEW."
            raise typer.BadParameter(wanted, param_hint="--choose")
        found.setdefault(key, {})[unit] = codes.split(",")
    return found


def _show(run: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        _json(run)
        return
    counts = ", ".join(f"{count} {name}" for name, count in run["counts"].items())
    console.print(f"{run['id']}  {run['state']}: {counts}", soft_wrap=True)
    for item in run["items"]:
        mark = "?" if item["ambiguous"] else " "
        moved = "; ".join(
            f"{place['unit']} -> {', '.join(place['candidates'])}"
            for place in item["places"]
        )
        text = f"  {mark} {item['item_key']}  {item['title']}  {moved}"
        console.print(text, soft_wrap=True, markup=False)


def _line(unit: dict[str, Any]) -> None:
    until = f" (-{unit['valid_to']})" if unit["valid_to"] else ""
    now = ", ".join(f"{one['name_vi']} {one['code']}" for one in unit["successors"])
    old = ", ".join(one["name"] for one in unit["predecessors"])
    console.print(
        f"{unit['code']}  {unit['name_vi']}{until}", soft_wrap=True, markup=False
    )
    if now:
        console.print(f"       -> {now}", soft_wrap=True, markup=False)
    if old:
        console.print(f"       <- {old}", soft_wrap=True, markup=False)


def _json(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps({"schema": SCHEMA, **told}, ensure_ascii=False) + "\n")
