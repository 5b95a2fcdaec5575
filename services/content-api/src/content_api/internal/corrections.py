"""What a target's staff corrected becomes a draft of ours, for its agency to read."""

from fastapi import APIRouter

from content_api.internal.schemas import Correction, CorrectionKept
from content_api.items import checks
from content_api.items import service as items
from content_api.items.aggregates import bodies
from content_api.items.errors import ItemNotFoundError, LanguageNotFoundError
from content_api.items.marked import refuse_markings
from content_api.items.service import Writer
from content_api.preconditions import etag
from content_api.types.errors import ContentRefusedError
from content_api.web import OwnDatabase
from phohien import clock
from phohien.auth import ServiceOnly, SignInRequiredError
from phohien.callers import Caller
from phohien.db import WriteSession
from phohien.errors import Text
from phohien.markings import MarkingFoundError
from phohien.problems import problems

router = APIRouter(prefix="/internal/v1/corrections", tags=["internal"])


@router.post(
    "",
    status_code=201,
    responses=problems(
        SignInRequiredError,
        ItemNotFoundError,
        LanguageNotFoundError,
        ContentRefusedError,
        MarkingFoundError,
    ),
)
async def keep_correction(
    body: Correction, database: OwnDatabase, caller: ServiceOnly
) -> CorrectionKept:
    """A new revision with their words. What is released stays until a leader clears it.

    The person who took it over is in the audit as the one it was done for.
    """
    marked = {f"/texts/{name}": text for name, text in body.texts.items()}
    await refuse_markings(database, caller, body.key, marked)
    async with database.writing() as session:
        return await _keep(session, body, caller)


async def _keep(
    session: WriteSession, given: Correction, caller: Caller
) -> CorrectionKept:
    item = await items.item_for_update(session, given.key)
    before = await items.body_of(session, item)
    if given.locale not in before["languages"]:
        raise LanguageNotFoundError(
            Text(
                vi=f"Mục tin {given.key} không còn ngôn ngữ {given.locale}.",
                en=f"The item {given.key} has no {given.locale} any more.",
            )
        )
    texts = {lang: bodies.texts_of(before, lang) for lang in before["languages"]}
    corrected = {**texts[given.locale], **given.texts}
    texts[given.locale] = checks.checked_texts(
        item.type, before["fields"], given.locale, corrected
    )
    body = bodies.with_languages(before, texts, before=before, reviewed={})
    writer = Writer(caller, clock.now(), if_match=etag(item.hash))
    revision = item.revision
    saved = await items.amend_item(
        session, item, body, writer, note=f"from {given.target}"
    )
    return CorrectionKept(
        key=saved.key, revision=saved.revision, changed=saved.revision != revision
    )
