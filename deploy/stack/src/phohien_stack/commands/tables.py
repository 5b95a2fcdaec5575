"""What people see: aligned, without boxes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from phohien_stack.doctor.findings import Finding
from phohien_stack.supervisor.record import Record

WHAT = {
    "content": "content API, /docs",
    "assets": "assets API, /docs",
    "sync": "sync API, /docs",
    "standin": "stand-in portal",
}
COLOURS = {"ok": "green", "warning": "yellow", "failed": "red", "skipped": "dim"}


def addresses(console: Console, now: Record) -> None:
    table = _table("what", "address")
    for name, url in now.urls.items():
        table.add_row(WHAT.get(name, name), url)
    console.print()
    console.print(table)
    if now.logins:
        people = _table("login", "password", "may")
        for login in now.logins:
            people.add_row(login.username, login.password, login.may)
        console.print()
        console.print(people)
    for problem in now.problems:
        console.print(f"[red]not done:[/red] {escape(problem)}", soft_wrap=True)
    console.print()


def status(console: Console, now: dict[str, Any]) -> None:
    console.print(f"{now['state']}: {now['folder']}", soft_wrap=True)
    if not now["parts"]:
        return
    table = _table("part", "state", "process", "restarts", "address")
    for part in now["parts"]:
        colour = "green" if part["state"] == "running" else "red"
        table.add_row(
            part["name"],
            f"[{colour}]{part['state']}[/{colour}]",
            str(part["pid"]),
            str(part["restarts"]),
            part["url"] or "",
        )
    console.print(table)


def findings(console: Console, found: Iterable[Finding]) -> None:
    for finding in found:
        colour = COLOURS[finding.status]
        console.print(
            f"[{colour}]{finding.status:<8}[/{colour}] "
            f"{finding.id:<16} {escape(finding.detail)}",
            soft_wrap=True,
        )
        if finding.fix:
            console.print(f"         {'':<16} -> {escape(finding.fix)}", soft_wrap=True)


def sync_targets(console: Console, found: Iterable[dict[str, Any]]) -> None:
    table = _table("target", "profile", "circuit", "objects", "last run", "next")
    for row in found:
        states = ", ".join(f"{n} {state}" for state, n in row["states"].items())
        last = row["last_run"]
        table.add_row(
            row["code"],
            str(row["profile_version"] or "none"),
            row["circuit"],
            states or "none",
            str(last["outcome"] or "under way") if last else "never",
            _local(row["next_fire_at"], row["tz"]),
        )
    console.print(table)


def _local(moment: datetime | None, zone: str | None) -> str:
    if moment is None:
        return ""
    return f"{moment.astimezone(ZoneInfo(zone or 'UTC')):%Y-%m-%d %H:%M} {zone}"


def sync_receipts(console: Console, found: Iterable[dict[str, Any]]) -> None:
    table = _table("started", "target", "object", "op", "verdict", "status", "id there")
    for row in found:
        table.add_row(
            f"{row['started_at']:%Y-%m-%d %H:%M:%S}",
            row["target_code"],
            row["object_key"],
            row["op"],
            str(row["verdict"] or "no answer kept"),
            str(row["http_status"] or ""),
            str(row["remote_id"] or ""),
        )
    console.print(table)


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
