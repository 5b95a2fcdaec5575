"""Reads what a target says of a request that it accepted and decides on later."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from asean_sync.connectors.answers import at, identity, parsed, text_at
from asean_sync.connectors.outcomes import Outcome, Verdict
from asean_sync.profiles.wire import Call, Tickets

# A 202 is in doubt by default, which a readable ticket ends.
_MAY_PROMISE = {Verdict.APPLIED, Verdict.ACCEPTED, Verdict.IN_DOUBT}


def ticket_of(call: Call, outcome: Outcome) -> str | None:
    """The ticket in an acceptance; None: there is none, or nothing was accepted."""
    reply = outcome.reply
    if reply is None or outcome.verdict not in _MAY_PROMISE or reply.status // 100 != 2:  # noqa: PLR2004 -- any success
        return None
    if call.ticket_header is not None:
        return _last_part(reply.headers.get(call.ticket_header.lower(), ""))
    if call.ticket is None:
        return None
    return identity(at(call.ticket, parsed(reply)))


def _last_part(address: str) -> str | None:
    return identity(urlsplit(address).path.rstrip("/").rpartition("/")[2])


def read_ticket(tickets: Tickets, outcome: Outcome, ticket: str) -> Outcome:
    """Done, refused, or `accepted` as before. `absent`: they do not know the ticket."""
    status = outcome.reply.status if outcome.reply is not None else None
    if status == HTTPStatus.ACCEPTED:
        # Its Retry-After speaks of the ticket, not of the whole target.
        why = "the target has not decided yet"
        return replace(outcome, verdict=Verdict.ACCEPTED, ticket=ticket, why=why)
    if status == HTTPStatus.SEE_OTHER and outcome.reply is not None:
        # Done, and this is where: the address is not followed, only its end is read.
        found = _last_part(outcome.reply.headers.get("location", ""))
        return replace(outcome, verdict=Verdict.APPLIED, why="", remote_id=found)
    if outcome.verdict is not Verdict.APPLIED or outcome.reply is None:
        return replace(outcome, ticket=ticket)
    return _told(tickets, outcome, ticket, parsed(outcome.reply))


def _told(tickets: Tickets, outcome: Outcome, ticket: str, document: Any) -> Outcome:
    status = at(tickets.status, document)
    status = str(status).lower() if isinstance(status, bool) else status
    if status in tickets.done:
        return replace(
            outcome,
            remote_id=identity(at(tickets.ask.id, document)),
            remote_url=text_at(tickets.ask.url, document),
        )
    if status in tickets.refused:
        reason = text_at(tickets.reason, document, 500) if tickets.reason else None
        why = f"the target decided: {status}" + (f" ({reason})" if reason else "")
        return replace(outcome, verdict=Verdict.REJECTED, why=why)
    why = f"the target has not decided yet: {str(status)[:100]}"
    return replace(outcome, verdict=Verdict.ACCEPTED, ticket=ticket, why=why)
