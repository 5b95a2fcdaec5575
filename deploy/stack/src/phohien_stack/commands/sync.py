"""`sync plan | run | status | receipts`; profiles: `sync_profiles`."""

import json
import sys
from dataclasses import asdict
from typing import Annotated, Any

import typer

from asean_sync import commands
from asean_sync.commands import PlanReport
from phohien_stack.commands import (
    sync_profiles,
    sync_receipts,
    sync_truth,
    sync_why,
    tables,
)
from phohien_stack.commands.options import AsJson, Data, console
from phohien_stack.commands.sync_settings import settings_of

Target = Annotated[str | None, typer.Option("--target", help="One target alone.")]

app = typer.Typer(help="What goes to the targets, and the proof.", no_args_is_help=True)
app.add_typer(sync_profiles.app, name="profile")
app.add_typer(sync_receipts.app, name="receipts")
app.command("reconcile", help=sync_truth.COMPARE)(sync_truth.reconcile)
app.command("drift", help=sync_truth.OPEN)(sync_truth.drift)
app.command("why", help=sync_why.HELP)(sync_why.why)


@app.command()
def plan(target: Target = None, *, as_json: AsJson = False, data: Data = None) -> None:
    """What a run would do now; nothing is sent."""
    reports = commands.plan(settings_of(data), target)
    if as_json:
        _print("phohien.sync.plan/1", plans=[asdict(report) for report in reports])
        return
    for report in reports:
        _show(report)


def _show(report: PlanReport) -> None:
    counts = ", ".join(f"{count} {action}" for action, count in report.counts.items())
    console.print(f"{report.target}: {counts or 'nothing to do'}")
    for line in report.lines:
        changed = f" [{', '.join(line.changed)}]" if line.changed else ""
        _write(f"  {line.action:<9} {line.key}  {line.reason}{changed}")
    if report.hold_hash:
        _write(
            f"held: {report.hold_reason}; after a look: phohien sync run --approve "
            f"{report.hold_hash}"
        )


@app.command()
def run(
    target: Target = None,
    *,
    seconds: Annotated[float, typer.Option(help="How long it may take.")] = 600,
    approve: Annotated[
        str | None, typer.Option(help="The hold hash that `plan` showed.")
    ] = None,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """The nightly push now. Exit code 0 all, 3 part of it, 1 nothing done."""
    report = commands.run(settings_of(data), target, seconds=seconds, approve=approve)
    if as_json:
        _print("phohien.sync.run/1", runs=report.runs)
    for each in [] if as_json else report.runs:
        states = (each["counts"] or {}).get("states", {})
        counts = ", ".join(f"{count} {state}" for state, count in states.items())
        said = "; ".join(part for part in (counts, each["note"] or "") if part)
        _write(f"{each['target_code']}: {each['outcome']}; {said}")
    raise typer.Exit(report.exit_code)


@app.command()
def status(*, as_json: AsJson = False, data: Data = None) -> None:
    """Each target: objects by state, what waits, the last run."""
    found = commands.status(settings_of(data))
    if as_json:
        _print("phohien.sync.status/1", targets=found)
    else:
        tables.sync_targets(console, found)


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _print(schema: str, **parts: Any) -> None:
    document = {"schema": schema, **parts}
    _write(json.dumps(document, indent=2, ensure_ascii=False, default=str))
