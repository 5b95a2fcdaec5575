"""The glossary over the API: read page by page, changed term by term as a person."""

from collections.abc import Iterator, Sequence
from typing import Any

import httpx

from content_api.glossary.files import Report
from content_api.glossary.schemas import TermDraft
from phohien_stack.commands.spreadsheets.client import ask

GLOSSARY = "/staff/v1/glossary"
Key = tuple[str, str, str | None]
Plan = tuple[list[TermDraft], list[tuple[str, TermDraft]], int]


def listed(client: httpx.Client, **wanted: str) -> Iterator[dict[str, Any]]:
    params = {"limit": "200", **{name: v for name, v in wanted.items() if v}}
    while True:
        page = ask(client, "GET", GLOSSARY, params=params).json()
        yield from page["data"]
        if page["next_cursor"] is None:
            return
        params["cursor"] = page["next_cursor"]


def planned(held: Sequence[dict[str, Any]], drafts: Sequence[TermDraft]) -> Plan:
    """What is new, what changes (by id), and how many stay as they are."""
    known = {_key(term): term for term in held}
    new, changed, same = [], [], 0
    for draft in drafts:
        wanted = draft.model_dump(mode="json")
        term = known.get(_key(wanted))
        if term is None:
            new.append(draft)
        elif {name: term.get(name) for name in wanted} == wanted:
            same += 1
        else:
            changed.append((str(term.get("id", "")), draft))
    return new, changed, same


def bring(client: httpx.Client, plan: Plan) -> Report:
    """Term by term; what went in before a refusal stays, and again goes on."""
    new, changed, same = plan
    for draft in new:
        ask(client, "POST", GLOSSARY, json=draft.model_dump(mode="json"))
    for ident, draft in changed:
        path = f"{GLOSSARY}/{ident}"
        tag = ask(client, "GET", path).headers["etag"]
        body = draft.model_dump(mode="json")
        ask(client, "PUT", path, json=body, headers={"if-match": tag})
    return counted(new, changed, same)


def counted(
    new: Sequence[TermDraft], changed: Sequence[tuple[str, TermDraft]], same: int
) -> Report:
    return Report(len(new), len(changed), same)


def _key(term: dict[str, Any]) -> Key:
    return term["source_vi"], term["lang"], term["valid_from"]
