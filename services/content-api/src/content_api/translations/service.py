"""What the glossary says of the texts of an item."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from content_api.translations import queries
from content_api.translations.reading.plain import plain
from content_api.translations.tables import GlossaryTerm
from content_api.translations.terms import Finding, Term, check
from phohien.db import ReadSession
from phohien.languages import SOURCE

Texts = Mapping[str, Mapping[str, Any]]


async def findings(
    session: ReadSession, texts: Texts, *, on: date | None = None
) -> dict[str, list[Finding]]:
    """By language; `texts` maps each language, the Vietnamese among them, to fields."""
    (found,) = await findings_of_all(session, [texts], on=on)
    return found


async def findings_of_all(
    session: ReadSession, items: Sequence[Texts], *, on: date | None = None
) -> list[dict[str, list[Finding]]]:
    """The same for many items; the glossary is read once for all of them."""
    sources = [plain(dict(texts.get(SOURCE, {}))).lower() for texts in items]
    langs = {lang for texts in items for lang in texts if lang != SOURCE}
    if not langs or not any(sources):
        return [{lang: [] for lang in texts if lang != SOURCE} for texts in items]
    whole = "\n".join(sources)
    rows = await queries.terms_in(session, whole, langs, on=on)
    if len(rows) == queries.MOST and len(items) > 1:
        # There may be more: each is asked for its own.
        return [await findings(session, texts, on=on) for texts in items]
    return [
        _found(texts, [row for row in rows if row.source_vi.lower() in source])
        for texts, source in zip(items, sources, strict=True)
    ]


def _found(texts: Texts, rows: Sequence[GlossaryTerm]) -> dict[str, list[Finding]]:
    source = texts.get(SOURCE, {})
    by_lang: dict[str, list[Term]] = {lang: [] for lang in texts if lang != SOURCE}
    for row in rows:
        if row.lang in by_lang:
            by_lang[row.lang].append(
                Term(row.source_vi, row.rendering, row.forbidden, row.kind, row.source)
            )
    if not source:
        return {lang: [] for lang in by_lang}
    return {lang: check(source, texts[lang], terms) for lang, terms in by_lang.items()}
