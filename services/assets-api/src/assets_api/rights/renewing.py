"""Public forms that say what is said now: under new addresses, with new bytes.

Nothing is decoded. A child puts the statement into copies of the forms that are there;
what is made when it is asked for gets it when it is made. The old addresses keep their
bytes. Whoever finds a form that is behind may do this, twice over and at once: the
transaction at the end lets one of them through.
"""

import asyncio
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

import structlog

from assets_api.assets import service as assets
from assets_api.assets.errors import AssetNotFoundError
from assets_api.assets.tables import Asset, Rendition
from assets_api.formats.errors import RefusedError
from assets_api.inspection import sandbox
from assets_api.inspection.sandbox import NoVerdictError, Subject
from assets_api.keeping import lock as keeping
from assets_api.looks import service as looks
from assets_api.looks.service import Face
from assets_api.metadata.formats import CARRIERS
from assets_api.metadata.statement import Statement
from assets_api.produce.files import measured
from assets_api.renditions.presets import (
    AVIF,
    BY_NAME,
    DOWNLOAD,
    PLAY,
    VECTOR,
)
from assets_api.rights import queries
from assets_api.rights.child import BARE, SAID, STATEMENT
from assets_api.rights.service import is_written, statement_of
from assets_api.scratch import working_folder
from assets_api.storage import keys
from assets_api.storage.errors import ObjectMissingError, StorageUnreachableError
from assets_api.uploads.desk import Desk
from phohien import clock

AT_A_TIME = 50
WHOLE_FILES = frozenset({DOWNLOAD, PLAY, VECTOR})
"""Forms that are not drawn in sizes: they can only be copied."""

FAILURES = (RefusedError, NoVerdictError, ObjectMissingError, StorageUnreachableError)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Copied:
    """A form under its new number."""

    preset: str
    format: str
    sha256: str
    bytes: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What has to be said by which forms."""

    asset_id: UUID
    version_id: UUID
    said: Statement
    face: Face
    rows: list[tuple[Rendition, int]]

    @property
    def weight(self) -> int:
        return sum(size for row, size in self.rows if row.format in CARRIERS)


async def renew_due(desk: Desk) -> None:
    """The tick: whatever was said since, oldest first."""
    async with desk.database.reading() as session:
        waiting = await queries.due(session, limit=AT_A_TIME)
    for asset_id in waiting:
        await renew(desk, asset_id)


async def renew(desk: Desk, asset_id: UUID, *, most: int | None = None) -> bool:
    """Whether the forms say what is said now; `most` bytes are worth waiting for."""
    plan = await _planned(desk, asset_id)
    if plan is None:
        return True
    if most is not None and plan.weight > most:
        return False
    try:
        copies = await _copied(desk, plan)
    except FAILURES as error:
        log.warning(
            "rights_not_written", asset_id=str(asset_id), error=type(error).__name__
        )
        return False
    if await _kept(desk, plan, copies):
        return True
    # Whoever was quicker has perhaps written what this one would have.
    return await _planned(desk, asset_id) is None


async def _planned(desk: Desk, asset_id: UUID) -> Plan | None:
    """None when there is nothing to do."""
    async with desk.database.reading() as session:
        try:
            asset, version = await assets.find_asset(session, asset_id, agency_id=None)
        except AssetNotFoundError:
            return None
        if asset.withdrawn_at or await is_written(session, asset, version.id):
            return None
        face = await looks.face_of(session, version.id)
        found = await queries.forms_of(session, version.id)
        if not found:
            return None
        rows = [one for one in found if _is_present(one[0], face)]
        return Plan(asset_id, version.id, statement_of(asset), face, rows)


def _is_present(row: Rendition, face: Face) -> bool:
    """A cut is made again when it is asked for, and AVIF when it is worth it."""
    preset = BY_NAME.get(row.preset)
    if row.epoch != face.plain_epoch or row.format == AVIF:
        return False
    return preset.ratio is None if preset else row.preset in WHOLE_FILES


async def _copied(desk: Desk, plan: Plan) -> list[Copied]:
    """Stored under their hashes; no row names them yet."""
    carriers = [one for one in plan.rows if one[0].format in CARRIERS]
    made: list[Copied] = []
    with working_folder(desk.scratch) as folder:
        words = json.dumps(asdict(plan.said))
        (folder / STATEMENT).write_text(words, encoding="utf-8")
        for name in (BARE, SAID):
            (folder / name).mkdir()
        names = [f"{number}.{row.format}" for number, (row, _) in enumerate(carriers)]
        for name, (row, _) in zip(names, carriers, strict=True):
            await _fetch(desk, row, folder / BARE / name)
        if carriers:
            sizes = [size for _, size in carriers]
            largest = names[sizes.index(max(sizes))]
            await _embed(Subject(folder / BARE / largest, folder))
        for name, (row, _) in zip(names, carriers, strict=True):
            made.append(await _store(desk, row, folder / SAID / name))
    kept = [
        Copied(row.preset, row.format, row.sha256, size, row.width, row.height)
        for row, size in plan.rows
        if row.format not in CARRIERS
    ]
    return made + kept


async def _embed(subject: Subject) -> None:
    report = await sandbox.embed(subject)
    if report.verdict != "accepted":
        raise RefusedError(report.code, *report.facts)


async def _fetch(desk: Desk, row: Rendition, path: Path) -> None:
    with path.open("xb") as file:
        async for chunk in desk.store.stream(keys.blob(row.sha256)):
            file.write(chunk)


async def _store(desk: Desk, row: Rendition, path: Path) -> Copied:
    size, sha256 = await asyncio.to_thread(measured, path)
    await desk.store.put_file(keys.blob(sha256), path)
    return Copied(row.preset, row.format, sha256, size, row.width, row.height)


async def _kept(desk: Desk, plan: Plan, copies: list[Copied]) -> bool:
    """False when somebody was quicker, or the asset has changed meanwhile."""
    at = clock.now()
    async with desk.database.writing() as session:
        await keeping.together(session)
        sizes = {one.sha256: one.bytes for one in copies}
        heads = await asyncio.gather(
            *(desk.store.head(keys.blob(sha256)) for sha256 in sizes)
        )
        if [head and head.size for head in heads] != list(sizes.values()):
            return False
        asset = await queries.hold_asset(session, plan.asset_id)
        if asset is None or not _is_same(asset, plan):
            return False
        if (await looks.face_of(session, plan.version_id)) != plan.face:
            return False
        epoch = await looks.renumber(session, plan.version_id, at=at)
        done = await queries.insert_edition(
            session,
            version_id=plan.version_id,
            epoch=epoch,
            statement=asdict(plan.said),
            digest=plan.said.digest,
            created_at=at,
        )
        if not done:
            return False
        rows = [
            {
                "version_id": plan.version_id,
                "preset": one.preset,
                "epoch": epoch,
                "format": one.format,
                "sha256": one.sha256,
                "width": one.width,
                "height": one.height,
            }
            for one in copies
        ]
        if rows:
            await queries.insert_forms(session, sizes, rows, at=at)
    return True


def _is_same(asset: Asset, plan: Plan) -> bool:
    return asset.withdrawn_at is None and statement_of(asset) == plan.said
