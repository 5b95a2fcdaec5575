"""What a person approved, and the few objects that go first to see how it turns out."""

import re
from collections.abc import Sequence
from itertools import chain, zip_longest
from time import monotonic

from asean_sync.objects import service as objects
from asean_sync.planning import service as planning
from asean_sync.planning.guard import Ceiling
from asean_sync.planning.plan import Action, Plan, Planned
from asean_sync.planning.service import Outlook, Request
from asean_sync.profiles import service as profiles
from asean_sync.runs import queries
from asean_sync.runs.errors import StalePlanError, other_profile
from asean_sync.runs.queries import Term
from asean_sync.runs.shown import Ending
from asean_sync.runs.tables import Run
from asean_sync.sending.desk import Desk
from asean_sync.sending.drain import drain
from phohien import clock
from phohien.db import Database
from phohien.errors import Text

MOST_NAMED = 10
RESTING = frozenset({"synced", "absent"})
_SENT = {Action.CREATE, Action.UPDATE}
_NAME = re.compile(r"^(?P<type>.+)-[^-.]+\.?")


async def ceiling_of(desk: Desk, run: Run) -> Ceiling | None:
    """None: a run that carries out what the guards let through."""
    if run.plan_id is None:
        return None
    async with desk.database.reading() as session:
        plan = await queries.get(session, run.plan_id)
        rows = await queries.terms(session, run.plan_id)
    if plan is None or plan.profile_sha256 != profiles.digest(desk.profile):
        raise other_profile()
    return granted(rows)


def granted(rows: Sequence[Term]) -> Ceiling:
    """What an approval of these changes lets happen, and no more.

    A change that was held names itself; that it may change lets nothing be withdrawn.
    """
    contents = {one.object_key: one.content_hash for one in rows if one.content_hash}
    leaving = {one.object_key for one in rows if one.action == Action.WITHDRAW.value}
    held = {
        name
        for one in rows
        for name in one.holds
        if not (one.content_hash and name == one.object_key)
    }
    return Ceiling(frozenset(leaving | held), contents)


async def plan_under(database: Database, request: Request) -> Outlook:
    """Raises StalePlanError, with nothing written, when more would be done."""
    outlook = await planning.plan_target(database, request)
    if outlook.beyond:
        named = ", ".join(outlook.beyond[:MOST_NAMED])
        more = len(outlook.beyond)
        raise StalePlanError(
            Text(
                vi=f"Nay có {more} thay đổi chưa ai duyệt: {named}. Hãy lập lại.",
                en=f"{more} changes nobody has approved: {named}. Plan again.",
            )
        )
    return outlook


async def canary(desk: Desk, run: Run, ceiling: Ceiling, until: float) -> Ending | None:
    """Some objects go, and are seen at the target, before the rest. None: go on."""
    keys = run.canary_keys
    if keys is None:
        look = await plan_under(desk.database, _request(desk, ceiling, None))
        keys = chosen(look.plan, run.canary)
        async with desk.database.writing() as session:
            await queries.keep_canary(session, run.id, run.fence, keys)
    first = await plan_under(desk.database, _request(desk, ceiling, keys))
    await drain(desk, until - monotonic())
    async with desk.database.reading() as session:
        states = await objects.states_of(session, desk.target_code, keys)
    bad = {key: one for key, one in states.items() if one["state"] not in RESTING}
    if not bad:
        return None
    key, one = next(iter(sorted(bad.items())))
    said = one["last_error"] or one["hold_reason"] or ""
    return Ending(
        "failed",
        {"plan": first.plan.counts(), "canary": bad},
        note=f"{len(bad)} of the first {len(keys)} did not arrive, so the rest"
        f" stayed: {key} is {one['state']}: {said}",
        plan=first.plan,
        profile=desk.profile,
    )


def _request(desk: Desk, ceiling: Ceiling, first: list[str] | None) -> Request:
    return Request(
        desk.target_code,
        desk.profile,
        clock.now(),
        ceiling=ceiling,
        item_id=desk.item_id,
        first=first,
        dry=first is None,
    )


def chosen(plan: Plan, number: int) -> list[str]:
    """Of every kind of change, type and language, in turn."""
    kinds: dict[tuple[str, str, str], list[str]] = {}
    for one in plan.items:
        if one.role == "item" and one.action in _SENT:
            kinds.setdefault(_kind(one), []).append(one.key)
    turns = zip_longest(*(sorted(keys) for _, keys in sorted(kinds.items())))
    return [key for key in chain.from_iterable(turns) if key is not None][:number]


def _kind(one: Planned) -> tuple[str, str, str]:
    name = _NAME.match(one.key)
    lang = one.wish.lang if one.wish is not None else None
    return one.action.value, name["type"] if name else "", lang or ""
