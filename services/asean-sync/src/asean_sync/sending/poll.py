"""Asks what became of a request that the target accepted to decide on later."""

from asean_sync.connectors.interface import Role
from asean_sync.connectors.outcomes import Op
from asean_sync.evidence.receipts import receipt
from asean_sync.monitoring.tally import ATTEMPTS
from asean_sync.objects.states import Change, Row, State
from asean_sync.objects.tickets import after_poll
from asean_sync.sending import record
from asean_sync.sending.claim import Claim
from asean_sync.sending.desk import Desk
from asean_sync.sending.look import asked
from asean_sync.sending.send import note_target, unless_foreign
from asean_sync.sending.steps import Step, reached


async def poll(desk: Desk, claim: Claim) -> Row | None:
    ticket = claim.row.ticket
    assert ticket is not None  # noqa: S101 -- the step follows from it
    newer = ticket.generation != claim.generation
    if newer and desk.connector.capabilities().overtakes:
        # What was wished meanwhile goes after it, whatever is decided on it.
        dropped = {"ticket": None, "observed": "unknown", "verified_at": None}
        return await record.settle(desk, claim, Change(State.PENDING, dropped))
    outcome = await desk.connector.poll(Role(claim.role), ticket.id)
    reached(Step.LOOKED)
    desk.tally.count(ATTEMPTS, "poll", outcome.verdict.value)
    outcome = await unless_foreign(desk, claim, outcome)
    change = after_poll(claim.row, ticket, outcome, desk.asking(ticket), desk.policy())
    proof = receipt(outcome, secrets=desk.secrets)
    request = asked(Op.POLL, ticket.id)
    row = await record.look(desk, claim, "poll", request, proof, change)
    await note_target(desk, outcome)
    return row
