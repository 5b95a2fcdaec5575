"""What the glossary says of the texts of an item."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from content_api.translations import queries
from content_api.translations.reading.plain import plain
from content_api.translations.terms import Finding, Term, check
from phohien.db import ReadSession
from phohien.languages import SOURCE


async def findings(
    session: ReadSession,
    texts: Mapping[str, Mapping[str, Any]],
    *,
    on: date | None = None,
) -> dict[str, list[Finding]]:
    """By language; `texts` maps each language, the Vietnamese among them, to fields."""
    source = texts.get(SOURCE, {})
    langs = [lang for lang in texts if lang != SOURCE]
    if not source or not langs:
        return {lang: [] for lang in langs}
    rows = await queries.terms_in(session, plain(dict(source)), langs, on=on)
    by_lang: dict[str, list[Term]] = {lang: [] for lang in langs}
    for row in rows:
        by_lang[row.lang].append(
            Term(row.source_vi, row.rendering, row.forbidden, row.kind, row.source)
        )
    return {lang: check(source, texts[lang], by_lang[lang]) for lang in langs}
