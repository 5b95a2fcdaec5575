"""Rows of an item as its representation on the wire."""

from content_api.items import queries, service
from content_api.items.aggregates.bodies import stale_fields, texts_of
from content_api.items.schemas import ItemOut, LanguageState
from content_api.items.tables import Item
from phohien.db import ReadSession


async def shown(session: ReadSession, item: Item) -> ItemOut:
    body = await service.body_of(session, item)
    released = await queries.released_of(session, item.id)
    languages = {}
    for lang, row in (await queries.languages_of(session, item.id)).items():
        live = released.get(lang)
        languages[lang] = LanguageState(
            status=row.status,
            revision=row.revision,
            closure_hash=row.closure_hash,
            stale=stale_fields(body, lang),
            note=row.note,
            submitted_at=row.submitted_at,
            cleared_at=row.cleared_at,
            released_hash=live.closure_hash if live else None,
            released_at=live.released_at if live else None,
            updated_at=row.updated_at,
        )
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
        texts={lang: texts_of(body, lang) for lang in body["languages"]},
        relations=body["relations"],
        media=body["media"],
        visible_from=body["visible_from"],
        expires_at=body["expires_at"],
        languages=languages,
        created_at=item.created_at,
        updated_at=item.updated_at,
    )
