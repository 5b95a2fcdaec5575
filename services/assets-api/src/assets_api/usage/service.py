"""Where an asset is used; and its end, when that is nowhere."""

from datetime import datetime
from uuid import UUID

from assets_api.assets import service as assets
from assets_api.holds import service as holds
from assets_api.uploads import ending
from assets_api.usage import queries
from assets_api.usage.client import ContentClient, Naming
from assets_api.usage.errors import AssetInUseError
from assets_api.usage.schemas import DeletedOut, UseOut
from assets_api.withdrawals import service as withdrawals
from assets_api.withdrawals.service import End
from phohien import audit, markings
from phohien.callers import Caller
from phohien.db import Database, ReadSession
from phohien.errors import FieldProblem, Text

REASON = "other"
SHOWN = "released"


async def uses_of(
    database: Database, content: ContentClient, asset_id: UUID, *, caller: Caller
) -> list[UseOut]:
    """Raises UsageUnknownError when content-api does not answer."""
    async with database.reading() as session:
        agency_id = assets.agency_of(caller)
        await assets.find_asset(session, asset_id, agency_id=agency_id)
    # Asked while no transaction waits for the answer.
    named = await content.naming(asset_id)
    async with database.reading() as session:
        return await _uses(session, asset_id, named)


async def delete_asset(
    database: Database,
    content: ContentClient,
    asset_id: UUID,
    *,
    note: str,
    caller: Caller,
    at: datetime,
) -> DeletedOut:
    """Raises AssetInUseError with every place, AssetKeptError."""
    markings.refuse({"/note": note})
    agency_id = assets.agency_of(caller)
    async with database.reading() as session:
        await assets.find_asset(session, asset_id, agency_id=agency_id)
    named = await content.naming(asset_id)
    async with database.writing() as session:
        await queries.hold_asset(session, asset_id)
        _, version = await assets.find_asset(session, asset_id, agency_id=agency_id)
        await holds.refuse_kept(session, asset_id, at=at)
        uses = await _uses(session, asset_id, named)
        if uses:
            raise AssetInUseError([_told(use) for use in uses])
        freed = await queries.bytes_of(session, asset_id)
        # content-api never releases it again, and every public form goes.
        end = End(REASON, by=caller, note=note)
        await withdrawals.withdraw(session, asset_id, end, at=at)
        await queries.bury(session, asset_id, by=caller.username, note=note, at=at)
        await ending.give_space_back(session, agency_id, freed)
        await audit.append(
            session,
            service=assets.SERVICE,
            caller=caller,
            action="asset.deleted",
            subject=f"asset:{asset_id}",
            detail={"sha256": version.sha256, "bytes": freed, "note": note},
        )
        return DeletedOut(
            id=asset_id,
            filename=version.filename,
            sha256=version.sha256,
            deleted_at=at,
            deleted_by=caller.username,
            note=note,
        )


async def _uses(
    session: ReadSession, asset_id: UUID, named: list[Naming]
) -> list[UseOut]:
    """What is released, what is written, and what it is needed for beside items."""
    items = {
        one.key: UseOut(
            kind="item",
            key=one.key,
            title=one.title,
            agency_code=one.agency_code,
            languages=dict(one.languages),
            targets=one.targets,
        )
        for one in named
    }
    for row in await queries.shown_in(session, asset_id):
        use = items.setdefault(
            row["key"],
            UseOut(
                kind="item",
                key=row["key"],
                title=row["title"],
                agency_code=row["agency_code"],
                languages={},
                targets=[],
            ),
        )
        use.languages.setdefault(row["lang"], SHOWN)
    return [*items.values(), *await _beside_items(session, asset_id)]


async def _beside_items(session: ReadSession, asset_id: UUID) -> list[UseOut]:
    found = [
        ("album", album.alias, album.alias, album.agency_code)
        for album in await queries.albums_with(session, asset_id)
    ]
    found += [
        ("consent", str(consent.asset_id), consent.person, "")
        for consent in await queries.proof_of(session, asset_id)
    ]
    return [
        UseOut.model_validate(
            {
                "kind": kind,
                "key": key,
                "title": title,
                "agency_code": agency_code,
                "languages": {},
                "targets": [],
            }
        )
        for kind, key, title, agency_code in found
    ]


def _told(use: UseOut) -> FieldProblem:
    states = ", ".join(f"{lang}: {state}" for lang, state in use.languages.items())
    to = f" → {', '.join(use.targets)}" if use.targets else ""
    place = f"“{use.title}” ({states}){to}" if states else f"“{use.title}”{to}"
    kinds = {
        "item": ("Mục tin", "Item"),
        "album": ("Bộ ảnh", "Album"),
        "consent": ("Minh chứng đồng ý của", "Proof of the consent of"),
    }
    vi, en = kinds[use.kind]
    detail = Text(vi=f"{vi} {use.key}: {place}", en=f"{en} {use.key}: {place}")
    return FieldProblem(f"/{use.kind}/{use.key}", detail, f"used-by-{use.kind}")
