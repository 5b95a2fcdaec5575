"""`up`."""

import sys
from typing import Annotated

import typer

from phohien.errors import AppError
from phohien_stack.commands import tables
from phohien_stack.commands.options import Data, console, say, single
from phohien_stack.embedded.errors import StackError
from phohien_stack.supervisor import control, record
from phohien_stack.supervisor.place import AlreadyUpError, Place, locate
from phohien_stack.supervisor.record import Record

PART_DONE = 3

app = single()


@app.command()
def up(
    *,
    demo: Annotated[
        bool, typer.Option("--demo", help="With the sample data and a stand-in portal.")
    ] = False,
    detach: Annotated[
        bool, typer.Option("--detach", "-d", help="Stay up in the background.")
    ] = False,
    data: Data = None,
) -> None:
    """Start everything; Ctrl-C stops it."""
    place = locate(data)
    if place.is_up():
        _say_already_up(place)
    elif detach:
        now = control.detach(place, demo=demo, line=_plain)
        raise typer.Exit(PART_DONE if now.problems else 0)
    else:
        _stay_up(place, demo=demo)


def _stay_up(place: Place, *, demo: bool) -> None:
    # Only the process that stays waits for every service's import.
    from phohien_stack.demonstration import fill  # noqa: PLC0415 -- slow
    from phohien_stack.supervisor.run import Supervisor  # noqa: PLC0415 -- slow

    def after(now: Record) -> None:
        if demo:
            try:
                fill(now, say=say)
            except (StackError, AppError) as error:
                # The stack itself is fine: it stays up, to be looked at and mended.
                now.problems.append(str(error))
        tables.addresses(console, now)

    try:
        Supervisor(place, say, demo=demo).run(after=after)
    except AlreadyUpError:
        _say_already_up(place)


def _plain(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _say_already_up(place: Place) -> None:
    now = record.load(place.record)
    console.print(f"already up: {place.folder}", soft_wrap=True)
    if now:
        tables.addresses(console, now)
