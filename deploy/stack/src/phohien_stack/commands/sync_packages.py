"""`sync packages`: what left for targets without a line, and what came back."""

from typing import Any

import typer

from asean_sync.packages import commands
from phohien_stack.commands.options import AsJson, Data, Target
from phohien_stack.commands.speech import language
from phohien_stack.commands.sync_settings import settings_of
from phohien_stack.commands.written import document, write

HELP = (
    "Packages for targets without a line. Exit code 3 when a receipt was refused."
    " || Các gói dữ liệu cho đích không có đường truyền."
)
REFUSED = 3
SAID = {
    "receipted": ("có biên nhận", "receipted"),
    "delivered": ("đã giao, chưa có biên nhận", "handed over, no receipt yet"),
    "made": ("đã lập, chưa giao", "made, not handed over"),
    "none": ("Chưa có gói nào.", "There are no packages yet."),
}


def packages(
    target: Target = None, *, as_json: AsJson = False, data: Data = None
) -> None:
    found = commands.packages(settings_of(data), target)
    if as_json:
        document("phohien.sync.packages/1", packages=found)
    else:
        for line in map(_line, found):
            write(line)
        if not found:
            write(_said("none"))
    if any(one["problem"] for one in found):
        raise typer.Exit(REFUSED)


def _line(one: dict[str, Any]) -> str:
    state = "made"
    if one["delivered_at"]:
        state = "delivered"
    if one["received_at"]:
        state = "receipted"
    line = f"{one['name']}  {one['made_at']:%Y-%m-%d %H:%M}  {one['entries']:>5}"
    line += f"  {_said(state)}"
    if one["refused"]:
        line += f"; {one['refused']} {('bị từ chối', 'refused')[_english()]}"
    return f"{line}\n    {one['problem']}" if one["problem"] else line


def _said(what: str) -> str:
    return SAID[what][_english()]


def _english() -> int:
    return int(language() != "vi")
