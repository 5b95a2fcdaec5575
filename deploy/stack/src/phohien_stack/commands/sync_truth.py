"""`sync reconcile` and `sync drift`: what the targets show."""

from dataclasses import asdict
from typing import Annotated

import typer

from asean_sync import reconcile_now
from phohien_stack.commands.options import AsJson, Data, Target
from phohien_stack.commands.sync_settings import settings_of
from phohien_stack.commands.written import document, write

COMPARE = "Reads what the targets show. Exit code 3 while a difference is open."
OPEN = "Open differences between what was sent and what the targets show."


def reconcile(
    target: Target = None,
    *,
    looks: Annotated[
        int, typer.Option(min=0, help="Objects compared one by one, oldest look first.")
    ] = reconcile_now.EVERYTHING,
    adopt: Annotated[
        bool,
        typer.Option(
            "--adopt",
            help="After a backup was put back, workers stopped: take what is there for "
            "ours, overwrite nothing.",
        ),
    ] = False,
    seconds: Annotated[float, typer.Option(help="How long it may take.")] = 3600,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    settings = settings_of(data)
    if adopt:
        done = reconcile_now.adopt_now(settings, target, seconds=seconds)
    else:
        done = reconcile_now.reconcile_now(
            settings, target, looks=looks, seconds=seconds
        )
    if as_json:
        document("phohien.sync.reconcile/1", targets=[asdict(one) for one in done])
    for one in [] if as_json else done:
        counts = ", ".join(f"{count} {name}" for name, count in one.counts.items())
        left = ", ".join(f"{count} {kind}" for kind, count in one.open.items())
        write(f"{one.target}: {counts or 'nothing to compare'}; open: {left or 'none'}")
    raise typer.Exit(max((one.exit_code for one in done), default=0))


def drift(target: Target = None, *, as_json: AsJson = False, data: Data = None) -> None:
    found = reconcile_now.open_drift(settings_of(data), target)
    if as_json:
        document("phohien.sync.drift/1", drift=found)
        return
    for one in found:
        fields = f" [{', '.join(one['fields'])}]" if one["fields"] else ""
        ids = f" ids {', '.join(one['remote_ids'])}" if one["remote_ids"] else ""
        write(
            f"{one['found_at']:%Y-%m-%d %H:%M} {one['target_code']} {one['kind']:<9} "
            f"{one['object_key']}{ids}{fields}  {one['action']}  {one['id']}"
        )
