"""`sync plan | run | status | receipts`; profiles: `sync_profiles`."""

import typer

from asean_sync import commands
from phohien_stack.commands import (
    sync_packages,
    sync_plans,
    sync_profiles,
    sync_receipts,
    sync_takedowns,
    sync_truth,
    sync_why,
    tables,
)
from phohien_stack.commands.options import AsJson, Data, Target, console
from phohien_stack.commands.sync_plans import By, Item, Seconds, who
from phohien_stack.commands.sync_settings import settings_of
from phohien_stack.commands.written import document

app = typer.Typer(help="What goes to the targets, and the proof.", no_args_is_help=True)
app.add_typer(sync_profiles.app, name="profile")
app.command()(sync_plans.plan)
app.command()(sync_plans.apply)
app.command()(sync_plans.stop)
app.command()(sync_plans.resume)
app.add_typer(sync_receipts.app, name="receipts")
app.command("reconcile", help=sync_truth.COMPARE)(sync_truth.reconcile)
app.command("drift", help=sync_truth.OPEN)(sync_truth.drift)
app.command("packages", help=sync_packages.HELP)(sync_packages.packages)
app.command("takedowns", help=sync_takedowns.HELP)(sync_takedowns.takedowns)
app.command("why", help=sync_why.HELP)(sync_why.why)


@app.command()
def run(
    target: Target = None,
    *,
    item: Item = None,
    by: By = None,
    seconds: Seconds = 600,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """The nightly push now. Exit code 0 all, 3 part of it, 1 nothing done."""
    report = commands.run(
        settings_of(data), target, seconds=seconds, item=item, by=who(by)
    )
    raise typer.Exit(sync_plans.tell(report, as_json=as_json))


@app.command()
def status(*, as_json: AsJson = False, data: Data = None) -> None:
    """Each target: objects by state, what waits, the last run."""
    found = commands.status(settings_of(data))
    if as_json:
        document("phohien.sync.status/1", targets=found)
    else:
        tables.sync_targets(console, found)
