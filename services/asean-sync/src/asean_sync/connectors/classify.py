"""What an answer means: the profile's rules first, then defaults that err to doubt.

A write whose answer is unclear is *in doubt*: it is never sent again before looking.
A read whose answer is unclear has shown nothing: it is never taken for "not there".
"""

from collections.abc import Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

from asean_sync.connectors.answers import NOT_JSON, at, parsed
from asean_sync.connectors.outcomes import Op, Outcome, Reply, Silence, Verdict
from asean_sync.profiles.wire import Rule

LONGEST_WAIT = 3600.0
_UPSERTS = {Op.CREATE, Op.UPDATE}
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_AUTH = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
_LATER = {HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
_UNCLEAR = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.ACCEPTED}


def classify(
    op: Op,
    answer: Reply | Silence,
    rules: Sequence[Rule],
    *,
    at: datetime,
    role: str = "item",
    id_known: bool = False,
) -> Outcome:
    """The meaning of an answer; remote ids are read by the caller."""
    if isinstance(answer, Silence):
        return _of_silence(op, answer)
    document = parsed(answer)
    rule = next(
        (
            rule
            for rule in rules
            if rule.role in {None, role} and _matches(rule, op, answer, document)
        ),
        None,
    )
    verdict = (
        Verdict(rule.verdict)
        if rule
        else _default(op, answer, document, id_known=id_known)
    )
    if not op.writes and verdict is Verdict.IN_DOUBT:
        verdict = Verdict.NOT_APPLIED
    return Outcome(
        verdict,
        why="" if verdict is Verdict.APPLIED else _why(answer, rule),
        retry_after=_retry_after(answer, at),
        reply=answer,
    )


def _of_silence(op: Op, silence: Silence) -> Outcome:
    if silence.refused:
        return Outcome(Verdict.AUTH_FAILED, why=silence.why)
    doubtful = silence.sent and op.writes
    return Outcome(
        Verdict.IN_DOUBT if doubtful else Verdict.NOT_APPLIED, why=silence.why
    )


def _matches(rule: Rule, op: Op, reply: Reply, document: Any) -> bool:
    ops = {op.value} | ({"upsert"} if op in _UPSERTS else set())
    return (
        _has_status(rule, reply.status)
        and (rule.op is None or rule.op in ops)
        and (rule.content_type is None or rule.content_type == reply.content_type)
        and (
            rule.not_content_type != reply.content_type or rule.not_content_type is None
        )
        and _header_says(rule, reply)
        and (rule.body is None or bool(at(rule.body, document)))
    )


def _has_status(rule: Rule, status: int) -> bool:
    if isinstance(rule.status, str):
        return rule.status[0] == str(status)[0]
    if isinstance(rule.status, list):
        return status in rule.status
    return rule.status is None or rule.status == status


def _header_says(rule: Rule, reply: Reply) -> bool:
    if rule.header is None:
        return True
    said = reply.headers.get(rule.header.name.lower(), "")
    return rule.header.contains.lower() in said.lower()


def _default(op: Op, reply: Reply, document: Any, *, id_known: bool) -> Verdict:
    status = reply.status
    if status in _UNCLEAR:
        return Verdict.IN_DOUBT
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return _of_success(op, reply, document, id_known=id_known)
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return _of_refusal(op, status)
    return Verdict.IN_DOUBT


def _of_success(op: Op, reply: Reply, document: Any, *, id_known: bool) -> Verdict:
    if document is not NOT_JSON:
        return Verdict.APPLIED
    # Nothing said is enough where nothing has to be read: no id, no state.
    silent = reply.complete and not reply.body
    enough = op is Op.WITHDRAW or (op in _UPSERTS and id_known)
    return Verdict.APPLIED if silent and enough else Verdict.IN_DOUBT


def _of_refusal(op: Op, status: int) -> Verdict:
    if status in _AUTH:
        return Verdict.AUTH_FAILED
    if status in _LATER:
        return Verdict.NOT_APPLIED
    if status in _GONE and op is not Op.CREATE:
        return _of_gone(op)
    return Verdict.REJECTED if op.writes else Verdict.NOT_APPLIED


def _of_gone(op: Op) -> Verdict:
    if op is Op.FIND:
        # A search that is "not found" is a wrong address or a proxy, not an answer.
        return Verdict.NOT_APPLIED
    return Verdict.ALREADY_ABSENT if op is Op.WITHDRAW else Verdict.ABSENT


def _why(reply: Reply, rule: Rule | None) -> str:
    told = (
        f"the target answered {reply.status} {reply.content_type or 'without a type'}"
    )
    if not reply.complete:
        told += ", cut off"
    elif _elsewhere(reply):
        told += f", and names another address ({_elsewhere(reply)}); we do not go there"
    elif _unreadable(reply):
        told += f", which {_unreadable(reply)}"
    if rule and rule.note:
        return f"{rule.note} ({told})"
    return f"{told} (a rule of the profile)" if rule else told


def _elsewhere(reply: Reply) -> str:
    moved = HTTPStatus.MULTIPLE_CHOICES <= reply.status < HTTPStatus.BAD_REQUEST
    return reply.headers.get("location", "")[:200] if moved else ""


def _unreadable(reply: Reply) -> str:
    if "json" not in reply.content_type or parsed(reply) is not NOT_JSON:
        return ""
    try:
        reply.body.decode()
    except UnicodeDecodeError:
        return "is not UTF-8"
    return "cannot be read as JSON"


def _retry_after(reply: Reply, at: datetime) -> float | None:
    given = reply.headers.get("retry-after", "").strip()
    if not given:
        return None
    if given.isdigit():
        return min(float(given), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(given)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    return min(max((moment - at).total_seconds(), 0.0), LONGEST_WAIT)
