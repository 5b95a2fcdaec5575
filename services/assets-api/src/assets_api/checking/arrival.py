"""The bytes of a complete upload: put together, read once, promoted, rendered."""

import asyncio
import hashlib
import mmap
import os
from dataclasses import dataclass
from pathlib import Path

import structlog

from assets_api.assets import service as assets
from assets_api.assets.service import Arrival, RenditionMade
from assets_api.checking import queries
from assets_api.checking.scanner import Conversation
from assets_api.formats.errors import RefusedError
from assets_api.inspection import sandbox, sniffing
from assets_api.inspection.report import Rendition
from assets_api.inspection.sandbox import Subject
from assets_api.looks.service import Seen
from assets_api.produce.files import measured
from assets_api.renditions.presets import DOCUMENT_KINDS
from assets_api.storage import keys
from assets_api.storage.errors import (
    ObjectChangedError,
    ObjectMissingError,
    StorageUnreachableError,
)
from assets_api.storage.objects import StoredPart
from assets_api.storage.store import Store
from assets_api.uploads.desk import Desk
from assets_api.uploads.tables import Upload

WORDY = DOCUMENT_KINDS
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Original:
    """What was hashed, where S3 has it, and the copy that was inspected."""

    sha256: str
    etag: str
    path: Path


async def assemble(desk: Desk, upload: Upload) -> str:
    """Joins the parts, once; the ETag of the whole object."""
    key = keys.arriving(upload.id)
    whole = await desk.store.head(key)
    if whole is None:
        if not upload.s3_upload_id:
            raise RefusedError("bytes-lost")
        async with desk.database.reading() as session:
            parts = await queries.parts_of(session, upload.id)
        try:
            await desk.store.complete(
                key,
                upload.s3_upload_id,
                [StoredPart(part.number, part.etag) for part in parts],
            )
        except ObjectChangedError as error:
            raise RefusedError("bytes-lost") from error
        except ObjectMissingError:
            # Joined a moment ago by a worker that died; the look below decides.
            pass
        whole = await desk.store.head(key)
    if whole is None or whole.size != upload.size:
        raise RefusedError("bytes-lost")
    return whole.etag


async def fetch(
    store: Store, upload: Upload, path: Path, scan: Conversation | None = None
) -> str:
    """The one reading; the hash of exactly the bytes that will be inspected."""
    running = hashlib.sha256()
    size = 0
    with path.open("xb") as file:
        async for chunk in store.stream(keys.arriving(upload.id)):
            running.update(chunk)
            size += file.write(chunk)
            if scan is not None:
                await scan.feed(chunk)
    if size != upload.size:
        raise RefusedError("bytes-lost")
    return running.hexdigest()


def sniffed(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(sniffing.HEAD)
        encrypted = False
        if head.startswith(sniffing.OLE):
            with mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as data:
                encrypted = data.find(sniffing.ENCRYPTED_PACKAGE) >= 0
    return sniffing.sniff(head, contains_encrypted_package=encrypted)


def words_in(path: Path) -> str:
    """Empty when the child found none to write down."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return ""
    with os.fdopen(descriptor, encoding="utf-8", errors="replace") as file:
        return file.read()


async def promote(desk: Desk, upload: Upload, original: Original) -> None:
    """Under the name of its hash. Copied inside S3 only while it is what was read."""
    key = keys.blob(original.sha256)
    if await _is_stored(desk, original.sha256, upload.size):
        return
    if desk.store.copies_safely:
        try:
            await desk.store.copy_if_same(keys.arriving(upload.id), original.etag, key)
        except (ObjectChangedError, ObjectMissingError):
            log.warning("quarantine_changed", upload_id=str(upload.id))
        else:
            return
    await desk.store.put_file(key, original.path)


async def confirm(store: Store, arrived: Arrival) -> None:
    """Every object that a row will name is there; the collector waits meanwhile."""
    sizes = {made.sha256: made.bytes for made in arrived.renditions}
    sizes[arrived.sha256] = arrived.bytes
    heads = await asyncio.gather(*(store.head(keys.blob(sha256)) for sha256 in sizes))
    seen = [None if head is None else head.size for head in heads]
    if seen != list(sizes.values()):
        log.warning("bytes_gone_before_their_row", sha256=arrived.sha256)
        # Not the file's fault: the inspection is done once more.
        raise StorageUnreachableError


async def _is_stored(desk: Desk, sha256: str, size: int) -> bool:
    async with desk.database.reading() as session:
        if not await assets.holds_bytes(session, sha256, size=size):
            return False
    found = await desk.store.head(keys.blob(sha256))
    return found is not None and found.size == size


@dataclass(frozen=True, slots=True)
class Rendered:
    """What is stored, and what a page shows until it arrives."""

    made: list[RenditionMade]
    seen: Seen | None = None
    dhash: str = ""


async def render(
    desk: Desk, subject: Subject, kind: str, *, anew: bool = False
) -> Rendered:
    """Made by the child, stored by us under their own hashes; `anew`: written again."""
    report = await sandbox.render(subject, kind)
    if report.verdict != "accepted":
        raise RefusedError(report.code, *report.facts)
    made = [await _store(desk, subject.folder, made, anew=anew) for made in report.made]
    seen = report.seen
    return Rendered(
        made,
        Seen(seen.colour, seen.placeholder, seen.eye) if seen else None,
        report.dhash,
    )


async def _store(
    desk: Desk, folder: Path, made: Rendition, *, anew: bool
) -> RenditionMade:
    path = folder / f"{made.preset}.{made.format}"
    size, sha256 = measured(path)
    if anew or not await _is_stored(desk, sha256, size):
        await desk.store.put_file(keys.blob(sha256), path)
    return RenditionMade(
        made.preset, made.format, sha256, size, made.width, made.height
    )
