"""Rows of an item as its representation on the wire."""

from collections.abc import Sequence

from content_api.items import queries, service
from content_api.items.aggregates.bodies import texts_of
from content_api.items.derived import service as derived
from content_api.items.derived.values import Translation, facts
from content_api.items.schemas import (
    CitingOut,
    DifferenceOut,
    FindingOut,
    ItemLine,
    ItemOut,
    LanguageState,
)
from content_api.items.tables import Item, ItemLanguage
from content_api.translations import service as translations
from content_api.translations.terms import Finding
from phohien.db import ReadSession


async def shown(session: ReadSession, item: Item) -> ItemOut:
    body = await service.body_of(session, item)
    texts = {lang: texts_of(body, lang) for lang in body["languages"]}
    released = await queries.released_of(session, item.id)
    translated = await derived.translations_of(session, item, body)
    found = await translations.findings(session, texts)
    held = await queries.languages_of(session, item.id)
    languages = {
        lang: _state(row, translated[lang], found.get(lang, []), released.get(lang))
        for lang, row in held.items()
    }
    return ItemOut(
        id=item.id,
        key=item.key,
        type=item.type,
        agency_code=item.agency_code,
        slug=item.slug,
        revision=item.revision,
        hash=item.hash,
        fi_category=body["fi_category"],
        topics=body["topics"],
        unit_codes=body["unit_codes"],
        fields=body["fields"],
        texts=texts,
        relations=body["relations"],
        media=body["media"],
        visible_from=body["visible_from"],
        expires_at=body["expires_at"],
        languages=languages,
        stale_after=facts(body),
        cited_by=[
            CitingOut.model_validate(each)
            for each in await derived.cited_by(session, item, body)
        ],
        created_at=item.created_at,
        updated_at=item.updated_at,
    )


def _state(
    row: ItemLanguage,
    compared: Translation,
    found: Sequence[Finding],
    live: queries.Released | None,
) -> LanguageState:
    return LanguageState(
        status=row.status,
        revision=row.revision,
        closure_hash=row.closure_hash,
        stale=compared.stale,
        hard_stale=compared.hard,
        differences={
            name: [DifferenceOut.model_validate(each) for each in differing]
            for name, differing in compared.differences.items()
        },
        findings=[FindingOut.model_validate(each) for each in found],
        note=row.note,
        submitted_at=row.submitted_at,
        cleared_at=row.cleared_at,
        released_hash=live.closure_hash if live else None,
        released_at=live.released_at if live else None,
        updated_at=row.updated_at,
    )


async def listed(session: ReadSession, items: Sequence[Item]) -> list[ItemLine]:
    ids = [item.id for item in items]
    statuses = await queries.statuses_of(session, ids)
    marks = await derived.marks_of(session, ids)
    return [
        ItemLine(
            id=item.id,
            key=item.key,
            type=item.type,
            agency_code=item.agency_code,
            title=item.title,
            revision=item.revision,
            hash=item.hash,
            updated_at=item.updated_at,
            languages=statuses[item.id],
            stale={
                lang: stale
                for lang, (stale, _) in marks.get(item.id, {}).items()
                if stale
            },
            hard_stale={
                lang: hard for lang, (_, hard) in marks.get(item.id, {}).items() if hard
            },
        )
        for item in items
    ]
