"""`sync takedowns`: what has to go, by when, and whether it was seen to be gone."""

from typing import Annotated

import typer

from asean_sync import reconcile_now
from phohien_stack.commands.options import AsJson, Data, Target
from phohien_stack.commands.sync_settings import settings_of
from phohien_stack.commands.written import document, write

HELP = "What has to go from the targets. Exit code 3 while one is over its time."


def takedowns(
    target: Target = None,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Those that are over as well.")
    ] = False,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    found = reconcile_now.takedowns(settings_of(data), target, only_open=not everything)
    if as_json:
        document("phohien.sync.takedowns/1", takedowns=found)
    for one in [] if as_json else found:
        said = one["outcome"] or ("LATE" if one["late"] else "open")
        person = f"  by hand: {one['person']}" if one["person"] else ""
        write(
            f"{one['asked_at']:%Y-%m-%d %H:%M} due {one['due_at']:%Y-%m-%d %H:%M} "
            f"{said:<13} {one['target_code']} {one['object_key']}  {one['reason']}"
            f"{person}"
        )
    late = any(one["late"] and one["outcome"] is None for one in found)
    raise typer.Exit(3 if late else 0)
