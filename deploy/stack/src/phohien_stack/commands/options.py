"""What every command takes, and where it speaks."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

Data = Annotated[
    Path | None, typer.Option("--data", help="Folder of the stack [.phohien].")
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]

console = Console(highlight=False)


def say(name: str, what: str) -> None:
    console.print(f"  [green]{name:<14}[/green] {escape(what)}", soft_wrap=True)


def single() -> typer.Typer:
    """The app of a module that holds one command."""
    return typer.Typer(add_completion=False)
