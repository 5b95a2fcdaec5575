"""What an asset is, who may change it, and what a release of it would bind to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from assets_api.assets import queries, wording
from assets_api.assets.errors import (
    AgencyRequiredError,
    AssetNotFoundError,
    AssetWithdrawnError,
    EtagMismatchError,
    EtagRequiredError,
    UnknownLanguageError,
)
from assets_api.assets.schemas import AssetEdit, TextEdit
from assets_api.assets.tables import Asset, AssetText, AssetVersion
from assets_api.formats.kinds import KINDS
from assets_api.looks import service as looks
from assets_api.looks.service import Seen
from assets_api.renditions.framing import WHOLE, Focal
from assets_api.renditions.presets import EPOCH
from phohien import audit, languages, markings
from phohien.callers import Caller
from phohien.db import ReadSession, WriteSession

SERVICE = "assets-api"
FIELDS = (
    "creator",
    "rights_holder",
    "licence",
    "credit",
    "source_type",
    "web_statement",
)


@dataclass(frozen=True, slots=True)
class RenditionMade:
    preset: str
    format: str
    sha256: str
    bytes: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """An inspected file whose bytes, and those of its renditions, are in the store."""

    agency_id: UUID
    agency_code: str
    created_by: str
    filename: str
    sha256: str
    bytes: int
    format: str
    width: int
    height: int
    pages: int
    signed: bool
    words: str
    text_quality: str = ""
    scan: str = "not-scanned"
    duration_ms: int = 0
    archive_only: bool = False
    renditions: list[RenditionMade] = field(default_factory=list)
    seen: Seen | None = None


async def find_by_hash(
    session: ReadSession, sha256: str, *, agency_id: UUID, size: int | None = None
) -> UUID | None:
    """An asset of the same agency with these bytes. Never looks at other agencies."""
    if not sha256:
        return None
    found = await queries.find_ready(session, sha256, agency_id=agency_id)
    if found is None or size not in (None, found[1]):
        return None
    return found[0]


async def holds_bytes(session: ReadSession, sha256: str, *, size: int) -> bool:
    """The store has this blob by the record; the caller still looks."""
    return await queries.blob_bytes(session, sha256) == size


async def add_asset(session: WriteSession, arrival: Arrival, *, at: datetime) -> UUID:
    asset_id = await queries.insert_asset(
        session,
        agency_id=arrival.agency_id,
        agency_code=arrival.agency_code,
        kind=KINDS[arrival.format].group,
        created_by=arrival.created_by,
        created_at=at,
        updated_at=at,
    )
    await add_version(session, asset_id, arrival, number=1, at=at)
    return asset_id


async def add_version(
    session: WriteSession,
    asset_id: UUID,
    arrival: Arrival,
    *,
    number: int,
    at: datetime,
) -> None:
    sizes = {made.sha256: made.bytes for made in arrival.renditions}
    sizes[arrival.sha256] = arrival.bytes
    await queries.insert_blobs(session, sizes, at=at)
    version_id = await queries.insert_version(
        session,
        asset_id=asset_id,
        number=number,
        sha256=arrival.sha256,
        format=arrival.format,
        filename=arrival.filename,
        width=arrival.width,
        height=arrival.height,
        pages=arrival.pages,
        signed=arrival.signed,
        has_text=bool(arrival.words),
        text_quality=arrival.text_quality,
        scan=arrival.scan,
        duration_ms=arrival.duration_ms,
        archive_only=arrival.archive_only,
        created_by=arrival.created_by,
        created_at=at,
    )
    if arrival.words:
        await queries.insert_words(session, version_id, arrival.words)
    if arrival.renditions:
        await queries.insert_renditions(
            session,
            [
                {
                    "version_id": version_id,
                    "preset": made.preset,
                    "epoch": EPOCH,
                    "format": made.format,
                    "sha256": made.sha256,
                    "width": made.width,
                    "height": made.height,
                }
                for made in arrival.renditions
            ],
        )
    if arrival.seen is not None:
        await looks.note_seen(session, version_id, arrival.seen)


def agency_of(caller: Caller) -> UUID:
    if caller.agency_id is None:
        raise AgencyRequiredError
    return caller.agency_id


async def find_asset(
    session: ReadSession, asset_id: UUID, *, agency_id: UUID | None
) -> tuple[Asset, AssetVersion]:
    asset = await queries.get_of_agency(session, asset_id, agency_id)
    if asset is None:
        raise AssetNotFoundError
    version = await queries.version_of(session, asset.id)
    if version is None:
        raise AssetNotFoundError
    return asset, version


def etag_of(asset: Asset) -> str:
    return f'"{asset.id.hex}-{asset.revision}"'


async def edit_asset(
    session: WriteSession,
    asset_id: UUID,
    edit: AssetEdit,
    *,
    caller: Caller,
    if_match: str | None,
    at: datetime,
) -> None:
    asset, version = await find_asset(session, asset_id, agency_id=agency_of(caller))
    _require_match(asset, if_match)
    if asset.withdrawn_at is not None:
        raise AssetWithdrawnError
    texts = {_language(lang): words for lang, words in edit.texts.items()}
    changes = edit.model_dump(exclude={"texts", "focal"}, exclude_unset=True)
    values: dict[str, Any] = {
        name: value
        for name, value in changes.items()
        if value is not None or name == "rights_end"
    }
    _refuse_markings(values, edit)
    wording.refuse_filenames(edit.texts, version.filename)
    if not await queries.change(
        session, asset_id, revision=asset.revision, updated_at=at, **values
    ):
        raise EtagMismatchError(etag_of(asset))
    if "focal" in edit.model_fields_set and await _turn(session, version, edit, at=at):
        values["focal"] = edit.focal
    held = (await queries.texts_of(session, [asset_id])).get(asset_id, {})
    for lang, words in texts.items():
        said = _said(words, held.get(lang), version.number)
        await queries.put_text(session, asset_id, lang, said)
    await audit.append(
        session,
        service=SERVICE,
        caller=caller,
        action="asset.edited",
        subject=f"asset:{asset_id}",
        detail={"fields": sorted(values), "languages": sorted(texts)},
    )


async def describe(
    session: WriteSession, asset_id: UUID, edit: AssetEdit, *, at: datetime
) -> None:
    """What came with the file, for an asset made this moment. Scanned by the caller."""
    asset = await queries.get_of_agency(session, asset_id, None)
    assert asset is not None  # noqa: S101 -- inserted in this transaction
    values = edit.model_dump(
        include={*FIELDS, "rights_end"}, exclude_unset=True, exclude_none=True
    )
    await queries.change(
        session, asset_id, revision=asset.revision, updated_at=at, **values
    )
    for lang, words in edit.texts.items():
        said = _said(words, None, 1)
        await queries.put_text(session, asset_id, _language(lang), said)


async def _turn(
    session: WriteSession, version: AssetVersion, edit: AssetEdit, *, at: datetime
) -> bool:
    """Another focal point; whether it is another."""
    focal: Focal | None = None
    if edit.focal is not None:
        focal = (round(edit.focal.x * WHOLE), round(edit.focal.y * WHOLE))
    return await looks.turn(session, version.id, focal, at=at)


def _said(words: TextEdit, before: AssetText | None, number: int) -> queries.Words:
    """What is not given stays, and stays what it was written for."""
    alt, caption, alt_for = "", "", number
    if before is not None:
        alt, caption = before.alt, before.caption
        alt_for = before.alt_for if words.alt is None else number
    return queries.Words(
        alt=alt if words.alt is None else words.alt,
        caption=caption if words.caption is None else words.caption,
        alt_for=alt_for,
    )


def _require_match(asset: Asset, if_match: str | None) -> None:
    if if_match is None:
        raise EtagRequiredError
    given = {tag.strip() for tag in if_match.split(",")}
    if "*" not in given and etag_of(asset) not in given:
        raise EtagMismatchError(etag_of(asset))


def _language(lang: str) -> str:
    known = languages.resolve(lang)
    if known is None:
        raise UnknownLanguageError(lang)
    return known


def _refuse_markings(values: dict[str, Any], edit: AssetEdit) -> None:
    texts = {f"/{name}": values[name] for name in FIELDS if name in values}
    for lang, words in edit.texts.items():
        texts |= {
            f"/texts/{lang}/{name}": text
            for name, text in (("alt", words.alt), ("caption", words.caption))
            if text
        }
    markings.refuse(texts)


async def with_ended_rights(session: ReadSession, *, today: date) -> Sequence[UUID]:
    """Assets whose last day has passed and that are still here."""
    return await queries.ended_rights(session, today=today)


async def withdraw_asset(
    session: WriteSession, asset_id: UUID, *, at: datetime
) -> Sequence[UUID]:
    """The versions that may no longer be shown; none when it was withdrawn before."""
    if not await queries.withdraw(session, asset_id, at=at):
        return []
    return await queries.versions_of(session, asset_id)
