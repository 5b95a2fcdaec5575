"""What the `phohien sync …` commands call: settings in, answers out."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asean_sync.db import connected
from asean_sync.evidence import service as evidence
from asean_sync.evidence.service import Checked
from asean_sync.objects import service as objects
from asean_sync.planning import service as planning
from asean_sync.planning.difference import fields
from asean_sync.planning.plan import Action
from asean_sync.planning.service import Outlook, Request
from asean_sync.plans import service as plans
from asean_sync.plans.service import Approval
from asean_sync.profiles import service as profiles
from asean_sync.run_now import (
    FAILED,
    OK,
    RunReport,
    active_codes,
    carry_out,
    run_now,
    told_of,
)
from asean_sync.runs import service as runs
from asean_sync.runs.proof import examine
from asean_sync.runs.tables import Run
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
    """What a run would do now; `plan_hash` is what `apply` needs to do just that."""

    target: str
    plan_id: str
    two_person: bool
    readiness: dict[str, Any]
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


def plan(
    settings: Settings,
    target: str | None = None,
    *,
    item: str | None = None,
    by: str = "operator",
) -> list[PlanReport]:
    """Looks, changes nothing; the plan is kept for a person to approve."""
    return asyncio.run(_plan(settings, target, item, by))


def apply(
    settings: Settings,
    plan: str,
    *,
    by: str = "operator",
    canary: int = 0,
    seconds: float = 600,
) -> RunReport:
    """Approves a plan, named by its id or hash, and carries out that and no more."""
    return asyncio.run(_apply(settings, (plan, by, canary), seconds))


def run(
    settings: Settings,
    target: str | None = None,
    *,
    seconds: float = 600,
    item: str | None = None,
    by: str = "operator",
) -> RunReport:
    """Plans and works until everything converged or the time is over.

    The exit code is 0 when all is as offered, 3 when part is done or a person must
    approve, 1 when nothing worked.
    """
    return asyncio.run(run_now(settings, target, seconds, item=item, by=by))


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


async def _apply(
    settings: Settings, what: tuple[str, str, int], seconds: float
) -> RunReport:
    name, by, canary = what
    async with connected(settings) as database:
        async with database.writing() as session:
            found = await runs.plan_named(session, name)
            seen = Approval(str(found.plan_hash), canary)
            run_id = await plans.approve(
                session, found.id, seen, caller=by, at=clock.now()
            )
        return await carry_out(settings, database, run_id, seconds)


async def _plan(
    settings: Settings, target: str | None, item: str | None, by: str
) -> list[PlanReport]:
    reports = []
    async with connected(settings) as database:
        for code in await active_codes(database, target):
            async with database.reading() as session:
                profile = await profiles.active_profile(session, code)
                item_id = item and await runs.item_id_of(session, code, item)
            at = clock.now()
            # For a person everything is made: how ready it is is told of all of it.
            request = Request(
                code, profile, at, dry=True, item_id=item_id or None, full=True
            )
            outlook = await planning.plan_target(database, request)
            async with database.writing() as session:
                made = await runs.record_finished(
                    session, request, outlook, by=by, item_key=item
                )
            reports.append(_report(made, outlook))
    return reports


def _report(run: Run, outlook: Outlook) -> PlanReport:
    code, made = run.target_code, outlook.plan
    return PlanReport(
        target=code,
        plan_id=str(run.id),
        two_person=run.two_person,
        readiness=run.counts["readiness"],
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
        hold_hash=made.hold_hash,
        hold_reason=made.held_because,
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
                checked, reasons = await examine(session, row["code"])
                chains.append(checked)
                broken += [f"{row['code']}: {reason}" for reason in reasons]
    return ReceiptReport(rows, chains, broken)
