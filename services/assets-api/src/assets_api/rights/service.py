"""What an agency says of a file's rights, and what its public forms say."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from assets_api.assets import service as assets
from assets_api.assets.tables import Asset
from assets_api.looks import service as looks
from assets_api.metadata import sources
from assets_api.metadata.statement import Statement
from assets_api.rights import queries
from assets_api.rights.schemas import RightsOut, StatementOut
from phohien.db import ReadSession, WriteSession


def statement_of(asset: Asset) -> Statement:
    """As it is said now."""
    return Statement(
        creator=asset.creator,
        holder=asset.rights_holder,
        licence=asset.licence,
        credit=asset.credit,
        source_type=asset.source_type,
        web_statement=asset.web_statement,
    )


async def statement_at(
    session: ReadSession, version_id: UUID, epoch: int
) -> Statement | None:
    """What a form with this number in its address says; None when it says nothing."""
    edition = await queries.edition_at(session, version_id, epoch)
    if edition is None:
        return None
    return Statement(**edition.statement) or None


async def is_written(session: ReadSession, asset: Asset, version_id: UUID) -> bool:
    """Whether the present forms say what is said now."""
    edition = await queries.last_edition(session, version_id)
    said = statement_of(asset)
    return edition.statement == asdict(said) if edition else not said


async def rights_of(
    session: ReadSession, asset_id: UUID, *, agency_id: UUID
) -> RightsOut:
    asset, version = await assets.find_asset(session, asset_id, agency_id=agency_id)
    said = statement_of(asset)
    face = await looks.face_of(session, version.id)
    return RightsOut(
        said=StatementOut(
            creator=said.creator,
            rights_holder=said.holder,
            licence=said.licence,
            licence_uri=said.licence_uri,
            credit=said.credit,
            source_type=said.source_type,
            source_uri=said.source_uri,
            web_statement=said.web_statement or said.licence_uri,
            notice=said.notice,
        ),
        made_by_machine=sources.is_made_by_machine(said.source_type),
        written=await is_written(session, asset, version.id),
        epoch=face.plain_epoch,
        suggestions=await queries.suggestion_of(session, version.id),
    )


async def note_suggestions(
    session: WriteSession, asset_id: UUID, fields: dict[str, Any]
) -> None:
    """What the newest version of the asset says of itself."""
    if not fields:
        return
    _, version = await assets.find_asset(session, asset_id, agency_id=None)
    await queries.insert_suggestion(session, version.id, fields)
