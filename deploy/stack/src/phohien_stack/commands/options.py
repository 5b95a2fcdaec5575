"""What every command takes, and where it speaks."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        help="Folder of the stack [.phohien]. || Thư mục của bộ đang chạy [.phohien].",
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="One JSON document. || Một văn bản JSON.")
]
DryRun = Annotated[
    bool,
    typer.Option(
        "--dry-run",
        help="Only say what would be done. || Chỉ cho biết sẽ làm gì, không ghi.",
    ),
]
Target = Annotated[str | None, typer.Option("--target", help="One target alone.")]

# A pipe has no width; lines for a program are not folded.
WIDE = 200

console = Console(highlight=False, width=None if sys.stdout.isatty() else WIDE)


def say(name: str, what: str) -> None:
    console.print(f"  [green]{name:<14}[/green] {escape(what)}", soft_wrap=True)


def single() -> typer.Typer:
    """The app of a module that holds one command."""
    return typer.Typer(add_completion=False)
