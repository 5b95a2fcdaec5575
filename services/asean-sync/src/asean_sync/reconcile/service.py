"""One reconcile: the target's own list first, then objects one by one."""

from collections import Counter
from dataclasses import dataclass, replace
from time import monotonic

import structlog

from asean_sync.connectors.interface import ListingError, Role
from asean_sync.drift import service as drift
from asean_sync.drift.classes import classify
from asean_sync.drift.service import Terms
from asean_sync.reconcile.looking import look_again
from asean_sync.sending.desk import Desk
from asean_sync.sending.drain import drain
from asean_sync.targets import service as targets
from phohien import clock

log = structlog.get_logger()
ALWAYS_TOLD = ("again", "missing", "extra")


@dataclass(frozen=True, slots=True)
class Scope:
    """How many objects are looked at one by one, longest unseen first."""

    looks: int = 0
    seconds: float = 600.0
    # In place of what the profile says about differences.
    policy: str | None = None


async def reconcile(desk: Desk, scope: Scope) -> dict[str, int]:
    """How many differences of each kind; what can be put right by sending is."""
    until = monotonic() + scope.seconds
    policy = scope.policy or desk.profile.drift
    terms = Terms(desk.target_code, policy, desk.run_id, clock.now())
    told = await _listed(desk, terms)
    if scope.looks and desk.connector.capabilities().read_back:
        told += await look_again(desk, terms, scope.looks, until)
    if told["again"] or scope.policy:
        await drain(desk, until - monotonic())
    async with desk.database.writing() as session:
        await drift.explain(session, terms)
        await drift.settle(session, desk.target_code, clock.now())
    listed = desk.connector.capabilities().list_all
    return {**(dict.fromkeys(ALWAYS_TOLD, 0) if listed else {}), **told}


async def adopt(desk: Desk, scope: Scope) -> dict[str, int]:
    """After the database was put back: the target may be ahead of it.

    Whatever it shows is taken for ours by its key. What differs, or is there or gone
    without our knowing, is told to a person; on the word of an old backup nothing is
    made again or overwritten. A takedown that was done before it stays done.
    """
    async with desk.database.writing() as session:
        doubted = await drift.doubt_all(session, desk.target_code)
        await targets.begin_epoch(
            session, desk.target_code, caller="operator", objects=doubted
        )
    told = await reconcile(desk, replace(scope, policy="report"))
    return {**told, "doubted": doubted}


async def _listed(desk: Desk, terms: Terms) -> Counter[str]:
    told: Counter[str] = Counter()
    if not desk.connector.capabilities().list_all:
        return told
    for role in [Role.ITEM] + ([Role.MEDIA] if desk.profile.media else []):
        listed: dict[str, list[str]] = {}
        try:
            async for ref in desk.connector.list_remote(role):
                listed.setdefault(ref.key, []).append(ref.id)
        except ListingError as error:
            # A list that is not whole proves nothing, absence least of all.
            log.warning("listing_failed", target=desk.target_code, why=str(error))
            told["unlisted"] += 1
            continue
        async with desk.database.writing() as session:
            rows = await drift.resting(session, desk.target_code, role.value)
            found = classify(role.value, rows, listed)
            told += await drift.act(session, found, terms)
            await drift.close_unseen(session, desk.target_code, role.value, at=terms.at)
    return told
