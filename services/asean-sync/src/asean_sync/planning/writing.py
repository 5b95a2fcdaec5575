"""Writes down what a plan wants of each object, page by page."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from asean_sync.planning.plan import (
    CHANGE_GUARD,
    MASS_GUARD,
    Action,
    Plan,
    Planned,
)
from asean_sync.planning.queries import objects, rows
from asean_sync.planning.wishes import Known
from asean_sync.profiles.document import Profile
from phohien.db import WriteSession

_SENDING = {Action.CREATE, Action.UPDATE}


async def write(
    session: WriteSession,
    profile: Profile,
    plan: Plan,
    known: Mapping[str, Known],
    *,
    settled: bool,
) -> None:
    """`settled`: nothing of an item is left for another plan.

    Then the next one need not look at what is made from the same.
    """
    code = profile.profile.target
    sending = [one for one in plan.items if one.action in _SENDING]
    for some in objects.pages(sending):
        digests = await _write_payloads(session, profile, some)
        made = {
            one.key: rows.desired(one, digests[one.key], settled=settled)
            for one in some
        }
        new = [one for one in some if one.key not in known]
        await objects.insert_objects(
            session, [{**rows.new(code, one), **made[one.key]} for one in new]
        )
        changed = [made[one.key] for one in some if one.key in known]
        await objects.wish(session, code, changed)
    leaving = [one for one in plan.items if one.action is Action.WITHDRAW]
    await objects.wish(session, code, [rows.unwanted(one) for one in leaving])
    needs = {
        one.key: one.wish.needs
        for one in sending
        if one.wish and (one.wish.needs or (one.key in known and known[one.key].needs))
    }
    await objects.set_needs(session, code, needs)
    again = [one.key for one in plan.items if one.action is Action.RETRY]
    await objects.wake(session, code, again)
    held = [one for one in plan.items if one.action is Action.HOLD]
    for reason, changes in ((MASS_GUARD, False), (CHANGE_GUARD, True)):
        keys = [one.key for one in held if one.held_change is changes]
        await objects.hold(session, code, keys, reason)
    stale = list(_stale(plan, known, settled=settled))
    await objects.refresh(session, code, stale)


async def _write_payloads(
    session: WriteSession, profile: Profile, some: Sequence[Planned]
) -> dict[str, str]:
    """The digest of each payload, by the key of its object."""
    told = {}
    for one in some:
        assert one.wish is not None  # noqa: S101 -- only what is sent has a payload
        told[one.wish.payload_sha256] = one.wish.payload
    await objects.store_payloads(session, told, profile.profile.version)
    return {one.key: one.wish.payload_sha256 for one in some if one.wish is not None}


def _stale(
    plan: Plan, known: Mapping[str, Known], *, settled: bool
) -> Iterator[dict[str, Any]]:
    """What is remembered about the same payload and is not so any more."""
    for one in plan.items:
        if one.action not in {Action.NOOP, Action.RETRY} or one.wish is None:
            continue
        row = known[one.key]
        seen = {
            "made_from": row.made_from,
            "closure_hash": row.closure_hash,
            "source": dict(row.source),
            "expires_at": row.expires_at,
        }
        now = rows.remembered(one.wish, settled=settled)
        if seen != now:
            yield {"object_key": one.key, **now}
