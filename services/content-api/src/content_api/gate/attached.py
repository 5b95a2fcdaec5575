"""What an item's languages show besides their texts, as assets-api has it now."""

from collections.abc import Sequence

from content_api.gate.service import Step
from content_api.items import languages
from content_api.items import service as items
from content_api.items.aggregates.closures import asset_ids
from content_api.releases import service as releases
from content_api.releases.client import AssetsClient, Manifests
from phohien.db import Database


async def manifests_of(
    assets: AssetsClient, database: Database, step: Step, langs: Sequence[str]
) -> Manifests:
    """What assets-api says of the media now; asked outside of any transaction."""
    async with database.reading() as session:
        item = await items.item_for_reader(session, step.key, step.caller)
        body = await items.body_of(session, item)
    wanted = {
        lang: asset_ids(body, lang) for lang in langs if lang in body["languages"]
    }
    return await assets.manifests(wanted, on_behalf_of=step.caller.username)


async def remember(database: Database, step: Step, manifests: Manifests) -> None:
    """A medium that changed voids what was read; that stays so if the step fails."""
    async with database.writing() as session:
        item = await items.item_for_update(session, step.key)
        items.demand_own(item.agency_code, step.caller)
        body = await items.body_of(session, item)
        await languages.remember_media(
            session, item, body, releases.known(manifests, manifests), at=step.at
        )
