"""What the `phohien sync …` commands call: settings in, answers out."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asean_sync.evidence import service as evidence
from asean_sync.evidence.service import Checked
from asean_sync.objects import service as objects
from asean_sync.planning import service as planning
from asean_sync.planning.difference import fields
from asean_sync.planning.plan import Action
from asean_sync.planning.service import Outlook, Request
from asean_sync.profiles import service as profiles
from asean_sync.run_now import (
    FAILED,
    OK,
    RunReport,
    active_codes,
    connected,
    run_now,
    told_of,
)
from asean_sync.runs import service as runs
from asean_sync.settings import Settings
from asean_sync.targets import service as targets
from phohien import clock


@dataclass(frozen=True, slots=True)
class Line:
    """One planned change, as a person reads it."""

    target: str
    key: str
    action: str
    reason: str
    changed: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class PlanReport:
    """What a run would do now. `hold_hash` is what `run --approve` would need."""

    target: str
    counts: dict[str, int]
    lines: list[Line]
    plan_hash: str
    hold_hash: str | None
    hold_reason: str | None


@dataclass(frozen=True, slots=True)
class ReceiptReport:
    """Receipts, newest first; with `verify` also the state of every chain."""

    receipts: list[dict[str, Any]]
    chains: list[Checked]
    broken: list[str]

    @property
    def exit_code(self) -> int:
        return FAILED if self.broken else OK


def plan(settings: Settings, target: str | None = None) -> list[PlanReport]:
    """Looks, changes nothing."""
    return asyncio.run(_plan(settings, target))


def run(
    settings: Settings,
    target: str | None = None,
    *,
    seconds: float = 600,
    approve: str | None = None,
) -> RunReport:
    """Plans and works until everything converged or the time is over.

    The exit code is 0 when all is as offered, 3 when part is done or a person must
    approve, 1 when nothing worked.
    """
    return asyncio.run(run_now(settings, target, seconds, approve))


def status(settings: Settings) -> list[dict[str, Any]]:
    """For each target: objects by state, the oldest waiting, the last run."""
    return asyncio.run(_status(settings))


def receipts(
    settings: Settings,
    *,
    key: str | None = None,
    target: str | None = None,
    limit: int = 50,
    verify: bool = False,
) -> ReceiptReport:
    """`verify` recomputes the whole chain of every target and names a broken link."""
    filters = {"object_key": key, "target_code": target}
    named = {name: value for name, value in filters.items() if value is not None}
    return asyncio.run(_receipts(settings, named, limit, verify=verify))


def standin_profile() -> Path:
    """The profile of the stand-in target, as it is in the package."""
    return Path(__file__).parent / "profiles" / "standin-asean-portal.yaml"


async def _plan(settings: Settings, target: str | None) -> list[PlanReport]:
    reports = []
    async with connected(settings) as database:
        for code in await active_codes(database, target):
            async with database.reading() as session:
                profile = await profiles.active_profile(session, code)
            at = clock.now()
            request = Request(code, profile, at, dry=True)
            outlook = await planning.plan_target(database, request)
            async with database.writing() as session:
                await runs.record_finished(session, code, "plan", at, outlook)
            reports.append(_report(code, outlook))
    return reports


def _report(code: str, outlook: Outlook) -> PlanReport:
    made = outlook.plan
    return PlanReport(
        target=code,
        counts=made.counts(),
        lines=[
            Line(
                *(code, one.key, one.action.value, one.reason),
                changed=fields(outlook.diffs.get(one.key, ())),
            )
            for one in made.items
            if one.action is not Action.NOOP
        ],
        plan_hash=made.hash,
        hold_hash=made.ruling.hold_hash,
        hold_reason=made.ruling.reason or None,
    )


async def _status(settings: Settings) -> list[dict[str, Any]]:
    told = []
    async with connected(settings) as database, database.reading() as session:
        for row in await targets.page(session, after=None, limit=1000):
            code = row["code"]
            last = await runs.page(session, target_code=code, before=None, limit=1)
            told.append(
                {
                    **row,
                    "states": await objects.counts(session, code),
                    "oldest_seconds": await objects.oldest_seconds(session, code),
                    "last_run": told_of(last[0]) if last else None,
                }
            )
    return told


async def _receipts(
    settings: Settings, filters: dict[str, str], limit: int, *, verify: bool
) -> ReceiptReport:
    chains, broken = [], []
    async with connected(settings) as database, database.snapshot() as session:
        vault = evidence.vault_of(settings)
        rows = await evidence.receipts(session, vault, filters, None, limit)
        if verify:
            for row in await targets.page(session, after=None, limit=1000):
                checked = await evidence.verify(session, row["code"])
                chains.append(checked)
                anchor = await runs.broken_anchor(session, row["code"])
                broken += [_said(checked)] if checked.broken else []
                broken += [f"{row['code']}: {anchor}"] if anchor else []
    return ReceiptReport(rows, chains, broken)


def _said(checked: Checked) -> str:
    found = checked.broken
    assert found is not None  # noqa: S101 -- asked by the caller
    return (
        f"{found.target_code}: link {found.chain_seq} ({found.kind} {found.id}):"
        f" {found.reason}"
    )
