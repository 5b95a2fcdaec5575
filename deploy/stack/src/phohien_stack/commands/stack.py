"""`up down status logs seed doctor`."""

import json
import sys
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from phohien_stack.commands import tables
from phohien_stack.demonstration import fill
from phohien_stack.doctor import examine
from phohien_stack.embedded.errors import StackError
from phohien_stack.supervisor import control, record
from phohien_stack.supervisor.place import AlreadyUpError, Place, locate
from phohien_stack.supervisor.record import Record
from phohien_stack.supervisor.report import report
from phohien_stack.supervisor.run import Supervisor

Data = Annotated[
    Path | None, typer.Option("--data", help="Folder of the stack [.phohien].")
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]
FOLLOW_PAUSE = 0.3

console = Console(highlight=False)


def say(name: str, what: str) -> None:
    console.print(f"  [green]{name:<14}[/green] {what}", soft_wrap=True)


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
        tables.addresses(console, control.detach(place, demo=demo, line=_plain))
    else:
        _stay_up(place, demo=demo)


def _stay_up(place: Place, *, demo: bool) -> None:
    def after(now: Record) -> None:
        if demo:
            fill(now, say=say)
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


def down(data: Data = None) -> None:
    """Stop everything; the data stay."""
    place = locate(data)
    said = "stopped" if control.stop(place) else "was not up"
    console.print(f"{said}: {place.folder}", soft_wrap=True)


def status(*, as_json: AsJson = False, data: Data = None) -> None:
    """What runs, and where; exit code 1 when it is not up."""
    place = locate(data)
    now = report(place)
    if as_json:
        sys.stdout.write(json.dumps(now, indent=2) + "\n")
    else:
        tables.status(console, now)
    raise typer.Exit(0 if now["state"] == "ready" else 1)


def logs(
    name: Annotated[str, typer.Argument(help="postgres, content-api, sync-worker, …")],
    *,
    follow: Annotated[bool, typer.Option("-f", "--follow")] = False,
    lines: Annotated[int, typer.Option("-n", "--lines")] = 50,
    data: Data = None,
) -> None:
    """The log of one part."""
    place = locate(data)
    log = place.log(name)
    if not log.exists():
        known = ", ".join(sorted(path.stem for path in place.logs.glob("*.log")))
        raise StackError(f"no log {name!r}; there are: {known or 'none yet'}")
    with log.open(encoding="utf-8", errors="replace") as file:
        for text in file.readlines()[-lines:]:
            sys.stdout.write(text)
        while follow:
            sys.stdout.write(file.read())
            sys.stdout.flush()
            time.sleep(FOLLOW_PAUSE)


def seed(data: Data = None) -> None:
    """Put the sample dataset in, through the API; again changes nothing."""
    place = locate(data)
    now = _running(place)
    fill(now, say=say)
    record.write(place.record, now)
    tables.addresses(console, now)


def doctor(*, as_json: AsJson = False, data: Data = None) -> None:
    """Check every part and say how to mend it; exit code 1 when something is wrong."""
    findings = examine(locate(data))
    if as_json:
        document = {
            "schema": "phohien.doctor/1",
            "findings": [finding.as_dict() for finding in findings],
        }
        sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    else:
        tables.findings(console, findings)
    raise typer.Exit(1 if any(each.status == "failed" for each in findings) else 0)


def _running(place: Place) -> Record:
    now = record.load(place.record)
    if now is None or not place.is_up():
        raise StackError("the stack is not up: run `phohien up` first.")
    return now
