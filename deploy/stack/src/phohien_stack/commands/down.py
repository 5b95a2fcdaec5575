"""`down`."""

from typing import Annotated

import typer

from phohien_stack.commands.options import Data, console, single
from phohien_stack.supervisor import control
from phohien_stack.supervisor.place import locate

app = single()


@app.command()
def down(
    *,
    erase: Annotated[
        bool, typer.Option("--erase", help="Delete the data as well, for good.")
    ] = False,
    data: Data = None,
) -> None:
    """Stop everything; the data stay."""
    place = locate(data)
    said = "stopped" if control.stop(place) else "was not up"
    if erase:
        place.erase()
        said += " and erased"
    console.print(f"{said}: {place.folder}", soft_wrap=True)
