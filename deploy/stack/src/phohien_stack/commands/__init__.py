"""The words of the command `phohien`; each is imported when it is said.

`phohien status` answers in a third of the time that importing every service takes.
"""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command
from typing_extensions import override

from phohien_stack.commands.speech import in_one_language, language

MODULES = {
    "up": "up",
    "down": "down",
    "status": "status",
    "logs": "logs",
    "seed": "seed",
    "doctor": "doctor",
    "db": "database",
    "audit": "audit",
    "assets": "assets",
    "sync": "sync",
    "import": "spreadsheets.imports",
    "export": "spreadsheets.export",
    "glossary": "glossary",
    "units": "units",
    "report": "report",
    "search": "search",
}


class Words(TyperGroup):
    @override
    def list_commands(self, ctx: Any) -> list[str]:
        return list(MODULES)

    @override
    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in MODULES:
            return None
        module = import_module(f"phohien_stack.commands.{MODULES[cmd_name]}")
        command = get_command(module.app)
        command.name = cmd_name
        in_one_language(command, language())
        return command


app = typer.Typer(
    cls=Words,
    help="Phố Hiến: the stack on one machine, and what operators do with it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


@app.callback()
def phohien() -> None:
    """Phố Hiến: the stack on one machine, and what operators do with it."""
