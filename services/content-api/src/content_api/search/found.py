"""Finished rows of a search, with the places of its words."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from content_api.search.asked import Asked
from content_api.search.asking.highlights import Fragment, Marker, fragments, written
from content_api.search.index.documents import body_of
from content_api.search.looking import Answer
from content_api.search.queries import Shown
from content_api.search.schemas import Engine, Matched
from content_api.text.terms import plain


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a ranking: finished cards, and when the first of them expires.

    `level`: nothing happened in the log that the answer does not know.
    """

    rows: list[str]
    ends: list[datetime | None]
    next_cursor: str | None
    total: int | None
    facets: Mapping[str, Sequence[tuple[str, int]]]
    matched: Matched
    suggestion: str | None
    engine: Engine
    level: bool

    def body(self) -> bytes:
        facets = {
            name: [{"value": value, "count": count} for value, count in values]
            for name, values in self.facets.items()
        }
        rest = {
            "next_cursor": self.next_cursor,
            "total": self.total,
            "facets": facets,
            "matched": self.matched,
            "suggestion": self.suggestion,
            "engine": self.engine,
        }
        told = json.dumps(rest, ensure_ascii=False)
        return f'{{"data":[{",".join(self.rows)}],{told[1:]}'.encode()


def from_index(
    asked: Asked, answer: Answer, shown: Mapping[UUID, Shown], *, level: bool
) -> Found:
    """Blocks for some milliseconds: texts are read for the places of the words."""
    page = [shown[ident] for ident in answer.ids]
    docs = [json.loads(each.doc) for each in page]
    marker = Marker(answer.question)
    rows = [
        _row(each.card, _fragments(marker, doc))
        for each, doc in zip(page, docs, strict=True)
    ]
    read = asked.skip + len(page)
    more = read < answer.ranked.total and bool(page)
    return Found(
        rows,
        [each.expires_at for each in page],
        asked.seal.close(str(read)) if more else None,
        answer.ranked.total if asked.counted else None,
        answer.ranked.facets,
        answer.matched,
        _suggestion(answer, docs),
        Engine.INDEX,
        level,
    )


def from_cards(asked: Asked, found: Sequence[tuple[str, datetime | None]]) -> Found:
    """Cards PostgreSQL found, one more than wanted if there are more."""
    page = found[: asked.rows]
    marker = Marker(asked.question)
    rows = [_row(card, _on_card(marker, json.loads(card))) for card, _ in page]
    more = len(found) > asked.rows
    return Found(
        rows,
        [expires_at for _, expires_at in page],
        asked.seal.close(str(asked.skip + asked.rows)) if more else None,
        total=None,
        facets={},
        matched=Matched.ALL,
        suggestion=None,
        engine=Engine.DATABASE,
        level=True,
    )


def _row(card: str, found: Sequence[Fragment]) -> str:
    told = json.dumps([each.told() for each in found], ensure_ascii=False)
    return f'{card.rstrip()[:-1]},"highlights":{told}}}'


def _fragments(marker: Marker, doc: Mapping[str, Any]) -> list[Fragment]:
    body = (plain(text) for text in body_of(doc))
    return fragments(marker, doc["title"], doc.get("summary") or "", body)


def _on_card(marker: Marker, card: Mapping[str, Any]) -> list[Fragment]:
    return fragments(marker, card["title"], card["summary"], ())


def _suggestion(answer: Answer, docs: Sequence[Mapping[str, Any]]) -> str | None:
    """As a text that was found has the words, else as they are written alone."""
    if not answer.meant:
        return None
    for doc in docs[:5]:
        texts = (doc["title"], doc.get("summary") or "", *map(plain, body_of(doc)))
        whole = written(texts, answer.meant)
        if whole is not None:
            return whole
    return " ".join(answer.meant)
