"""The golden set, asked over HTTP."""

from collections.abc import Sequence

import httpx

from phohien_stack.dataset.entries import all_entries
from phohien_stack.embedded.errors import StackError
from phohien_stack.golden.questions import GoldenQuery
from phohien_stack.golden.scoring import DEPTH, Scored, scored

TIMEOUT = 30.0
NOTHING_TO_SEARCH = 422


def ask(url: str, queries: Sequence[GoldenQuery]) -> list[Scored]:
    try:
        with httpx.Client(base_url=url, timeout=TIMEOUT, trust_env=False) as client:
            names = _names(client)
            if not names:
                raise StackError("no sample data there: run `phohien seed` first.")
            return [scored(query, _found(client, query, names)) for query in queries]
    except httpx.HTTPError as exc:
        raise StackError(f"{url} does not answer as it should: {exc}") from exc


def _found(
    client: httpx.Client, query: GoldenQuery, names: dict[str, str]
) -> list[str]:
    params: dict[str, str | int] = {"q": query.q, "locale": query.lang, "limit": DEPTH}
    answer = client.get("/v1/search", params=params)
    if answer.status_code == NOTHING_TO_SEARCH:
        return []
    if not answer.is_success:
        raise StackError(f"{query.id}: {answer.status_code} {answer.text[:200]}")
    keys = [card["key"] for card in answer.json()["data"]]
    return [names.get(key, key) for key in keys]


def _names(client: httpx.Client) -> dict[str, str]:
    """Ids of entries by the keys their items got: type and Vietnamese title agree."""
    ids = {(entry.type, entry.title): entry.id for entry in all_entries()}
    names: dict[str, str] = {}
    params: dict[str, str | int] = {"locale": "vi", "limit": 200}
    while True:
        page = client.get("/v1/items", params=params).raise_for_status().json()
        for card in page["data"]:
            known = ids.get((card["type"], card["title"]))
            if known is not None:
                names[card["key"]] = known
        if page["next_cursor"] is None:
            return names
        params["cursor"] = page["next_cursor"]
