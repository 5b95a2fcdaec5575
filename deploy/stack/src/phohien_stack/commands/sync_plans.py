"""`sync plan | apply | stop | resume`: what a person lets go, and what holds it."""

import getpass
from dataclasses import asdict
from typing import Annotated

import typer

from asean_sync import commands
from asean_sync.commands import PlanReport
from asean_sync.run_now import RunReport
from asean_sync.runs.service import SHOWN
from asean_sync.stops import commands as stops
from asean_sync.stops.commands import StopReport
from asean_sync.stops.service import Order, Scope
from phohien_stack.commands.options import AsJson, Data, Target
from phohien_stack.commands.sync_settings import settings_of
from phohien_stack.commands.written import document, write

Item = Annotated[str | None, typer.Option("--item", help="One item, by its key.")]
Type = Annotated[str | None, typer.Option("--type", help="One type of item alone.")]
Seconds = Annotated[float, typer.Option(help="How long it may take.")]
By = Annotated[
    str | None,
    typer.Option("--by", help="Who does this; without it, the account signed in here."),
]


def plan(
    target: Target = None,
    *,
    item: Item = None,
    by: By = None,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """What a run would do now; nothing is sent."""
    reports = commands.plan(settings_of(data), target, item=item, by=who(by))
    if as_json:
        document("phohien.sync.plan/1", plans=[asdict(report) for report in reports])
        return
    for report in reports:
        _show(report)


def _show(report: PlanReport) -> None:
    counts = ", ".join(f"{count} {action}" for action, count in report.counts.items())
    write(f"{report.target}: {counts or 'nothing to do'}")
    for line in report.lines:
        changed = f" [{', '.join(line.changed)}]" if line.changed else ""
        write(f"  {line.action:<9} {line.key}  {line.reason}{changed}")
    for lang, one in report.readiness["languages"].items():
        write(f"  ready {lang}: {one['percent']} % of {one['objects']} objects")
    missing = [f"{name} {times}" for name, times in report.readiness["missing"].items()]
    if missing:
        write(f"  empty: {', '.join(missing[:5])}")
    if report.hold_reason:
        write(f"  held: {report.hold_reason}")
    another = " (by another person: --by NAME)" if report.two_person else ""
    write(f"  to do just this: phohien sync apply {report.plan_hash[:16]}{another}")


def apply(
    plan: Annotated[str, typer.Argument(help="Id or hash that `plan` showed.")],
    *,
    canary: Annotated[
        int, typer.Option(min=0, max=1000, help="So many first, then the rest.")
    ] = 0,
    by: By = None,
    seconds: Seconds = 600,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Approve a plan and carry out that and no more. Exit codes as those of `run`."""
    report = commands.apply(
        settings_of(data), plan, by=who(by), canary=canary, seconds=seconds
    )
    raise typer.Exit(tell(report, as_json=as_json))


def tell(report: RunReport, *, as_json: bool) -> int:
    if as_json:
        document("phohien.sync.run/1", runs=report.runs)
    for each in [] if as_json else report.runs:
        states = (each["counts"] or {}).get("states", {})
        counts = ", ".join(f"{count} {state}" for state, count in states.items())
        said = "; ".join(part for part in (counts, each["note"] or "") if part)
        write(f"{each['target_code']}: {each['outcome']}; {said}")
        failed = each["outcome"] == "failed" and each["hold_hash"]
        waits = each["outcome"] == "needs_approval" or failed
        if waits and each["kind"] in SHOWN:
            write(f"  after a look: phohien sync apply {each['id']} --by NAME")
    return report.exit_code


def stop(  # noqa: PLR0913 -- what a stop is told
    target: Target = None,
    *,
    item_type: Type = None,
    reason: Annotated[str, typer.Option(help="Why, for whoever finds it stopped.")],
    withdrawals_go: Annotated[
        bool, typer.Option("--withdrawals-go", help="Takedowns go on.")
    ] = False,
    by: By = None,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Nothing more is written at the targets: all, one, or one type of item."""
    order = Order(Scope(target, item_type), reason, withdrawals_go)
    report = stops.stop(settings_of(data), order, by=who(by))
    _tell_stops(report, as_json=as_json)


def resume(
    target: Target = None,
    *,
    item_type: Type = None,
    by: By = None,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Lift the stop of exactly this; what waited goes on where it was."""
    report = stops.resume(settings_of(data), Scope(target, item_type), by=who(by))
    _tell_stops(report, as_json=as_json)


def _tell_stops(report: StopReport, *, as_json: bool) -> None:
    if as_json:
        document("phohien.sync.stops/1", **asdict(report))
        return
    for line in report.stopped or ["nothing is stopped"]:
        write(line)
    if report.under_way:
        write(f"{report.under_way} objects were in hand; their request may still end")


def who(by: str | None) -> str:
    return (by or getpass.getuser()).strip()
