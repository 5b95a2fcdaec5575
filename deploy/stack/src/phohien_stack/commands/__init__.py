"""The words of the command `phohien`; each imports what it needs when it is used."""

import typer

from phohien_stack.commands import audit, database, stack

app = typer.Typer(
    help="Phố Hiến: the stack on one machine, and what operators do with it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
app.command()(stack.up)
app.command()(stack.down)
app.command()(stack.status)
app.command()(stack.logs)
app.command()(stack.seed)
app.command()(stack.doctor)
app.add_typer(database.app, name="db")
app.add_typer(audit.app, name="audit")

__all__ = ["app"]
