"""What can be read in an answer. Nothing in it is believed to have a shape."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from asean_sync.connectors.outcomes import Outcome, Reply, Verdict

NOT_JSON = object()
DEEPEST = 100
LONGEST_ID = 500


def parsed(reply: Reply) -> Any:
    """The JSON in an answer; NOT_JSON for anything else, cut-off answers included.

    Also for what PostgreSQL or a later encoding would choke on: half characters,
    nesting without end, numbers that are none.
    """
    if not reply.complete:
        return NOT_JSON
    try:
        document = json.loads(
            reply.body.decode("utf-8-sig"), parse_float=figure, parse_constant=_refuse
        )
        if b"\\u" in reply.body:
            json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return NOT_JSON
    return document if _bearable(document) else NOT_JSON


def document_of(outcome: Outcome) -> Any:
    """The JSON that came; NOT_JSON as well when nothing did."""
    return NOT_JSON if outcome.reply is None else parsed(outcome.reply)


def identified(
    outcome: Outcome, named: str | None, known: str | None, url: str | None
) -> Outcome:
    """An acceptance that names no id, or another than asked, cannot be believed yet."""
    if named is None and known is None:
        why = "the answer names no remote id"
        return replace(outcome, verdict=Verdict.IN_DOUBT, why=why)
    if None not in {named, known} and named != known:
        why = f"asked about {known}, the target answered about {named}"
        return replace(outcome, verdict=Verdict.IN_DOUBT, why=why)
    return replace(outcome, remote_id=named or known, remote_url=url)


def figure(text: str) -> str | int:
    """A decimal figure as text, in one spelling; a whole one as the integer it is."""
    number = Decimal(text)
    if not number.is_finite() or abs(number.adjusted()) > DEEPEST:
        raise ValueError(text)
    if number == number.to_integral_value():
        return int(number)
    return f"{number.normalize():f}"


def _refuse(text: str) -> Any:
    raise ValueError(text)


def _bearable(document: Any) -> bool:
    level = [document]
    for _ in range(DEEPEST):
        if not level:
            return True
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
    return False


def at(path: str, document: Any) -> Any:
    """None as well when a function in the path does not fit what is there."""
    if document is NOT_JSON:
        return None
    try:
        return jmespath.search(path, document)
    except JMESPathError:
        return None


def identity(found: Any) -> str | None:
    """An id that can stand in a path; anything else is no id."""
    if isinstance(found, bool) or not isinstance(found, str | int):
        return None
    text = str(found)
    usable = 0 < len(text) <= LONGEST_ID and text not in {".", ".."}
    return text if usable and text.isprintable() else None


def text_at(path: str, document: Any, most: int = 2000) -> str | None:
    found = at(path, document)
    if not isinstance(found, str):
        return None
    return found.replace("\x00", "")[:most]
