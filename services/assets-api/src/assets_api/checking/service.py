"""What happens to a complete upload, and when it does not become an asset.

Every step may be run again: a worker that dies leaves a lease that ends and objects
that are written once more under the same names.
"""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import structlog

from assets_api.assets import service as assets
from assets_api.checking import arrival, queries
from assets_api.checking.lease import ClaimLostError, kept
from assets_api.checking.scratch import working_folder
from assets_api.formats.errors import HeldError, RefusedError
from assets_api.inspection import sandbox, sniffing
from assets_api.inspection.report import Report
from assets_api.inspection.sandbox import Subject
from assets_api.storage.errors import StorageUnreachableError
from assets_api.uploads import ending
from assets_api.uploads.desk import Desk
from assets_api.uploads.tables import Upload
from phohien import audit, clock, markings

SERVICE = "assets-api"
MOST_ATTEMPTS = 8
KEEP_REJECTED = timedelta(days=7)
log = structlog.get_logger()


class MarkingHitError(Exception):
    """Kinds of markings and how often, never the text."""

    def __init__(self, kinds: dict[str, int]) -> None:
        super().__init__()
        self.kinds = kinds


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why an upload does not become an asset."""

    state: str
    code: str
    facts: tuple[str, ...] = ()
    kinds: dict[str, int] | None = None


async def check_upload(desk: Desk, upload_id: UUID) -> None:
    """Claims the upload, decides, records the decision; nothing if it is not free."""
    async with desk.database.writing() as session:
        upload = await queries.claim(session, upload_id, at=clock.now())
    if upload is None:
        return
    try:
        async with kept(desk, upload):
            await _decide(desk, upload)
    except ClaimLostError:
        log.info("check_taken_over", upload_id=str(upload_id))
    except StorageUnreachableError:
        async with desk.database.writing() as session:
            await queries.give_back(session, upload_id, upload.fence, at=clock.now())
        raise


async def _decide(desk: Desk, upload: Upload) -> None:
    if upload.attempts > MOST_ATTEMPTS:
        await _refuse(desk, upload, Verdict("held", "inspection-failed"))
        return
    try:
        with working_folder(desk.scratch) as folder:
            await _examine(desk, upload, folder)
    except HeldError as error:
        await _refuse(desk, upload, Verdict("held", error.code, error.facts))
    except RefusedError as error:
        await _refuse(desk, upload, Verdict("rejected", error.code, error.facts))
    except MarkingHitError as error:
        verdict = Verdict("rejected", "marking-found", kinds=error.kinds)
        await _refuse(desk, upload, verdict)


async def _examine(desk: Desk, upload: Upload, folder: Path) -> None:
    """One reading of the object gives the hash and the copy that is inspected."""
    etag = await arrival.assemble(desk, upload)
    subject = Subject(folder / "file", folder / "out")
    subject.folder.mkdir()
    sha256 = await arrival.fetch(desk.store, upload, subject.path)
    if upload.declared_sha256 and upload.declared_sha256 != sha256:
        raise RefusedError("sha256-mismatch")
    async with desk.database.reading() as session:
        known = await assets.find_by_hash(session, sha256, agency_id=upload.agency_id)
    if known is not None:
        await _finish(desk, upload, known)
        return
    report = await _inspected(subject, upload)
    words = await _scanned(subject.folder)
    await arrival.promote(desk, upload, arrival.Original(sha256, etag, subject.path))
    made = await arrival.render(desk, subject, report.kind)
    await _finish(
        desk,
        upload,
        assets.Arrival(
            agency_id=upload.agency_id,
            agency_code=upload.agency_code,
            created_by=upload.created_by,
            filename=upload.filename,
            sha256=sha256,
            bytes=upload.size,
            format=report.kind,
            width=report.width,
            height=report.height,
            pages=report.pages,
            signed=report.signed,
            words=words if report.kind in arrival.WORDY else "",
            renditions=made,
        ),
    )


async def _inspected(subject: Subject, upload: Upload) -> Report:
    try:
        kind = await asyncio.to_thread(arrival.sniffed, subject.path)
    except HeldError:
        raise
    except RefusedError as error:
        if error.code == "type-not-accepted" and (
            sniffing.extension_of(upload.filename) in sniffing.ACCEPTED_EXTENSIONS
            or sniffing.declared_type(upload.filetype) in sniffing.ACCEPTED_TYPES
        ):
            raise RefusedError("type-mismatch") from error
        raise
    if kind != "zip":
        sniffing.refuse_mismatch(kind, upload.filename, upload.filetype)
    report = await sandbox.inspect(subject, kind)
    if report.verdict != "accepted":
        refusal = HeldError if report.verdict == "held" else RefusedError
        raise refusal(report.code, *report.facts)
    if not report.kind:
        raise RefusedError("inspection-limit", "report")
    sniffing.refuse_mismatch(report.kind, upload.filename, upload.filetype)
    return report


async def _scanned(folder: Path) -> str:
    """The words of the file; raises before anything of it is kept."""
    words = await asyncio.to_thread(arrival.words_in, folder / "text.txt")
    hidden = await asyncio.to_thread(arrival.words_in, folder / "hidden.txt")
    found = await asyncio.to_thread(markings.scan, f"{words}\n{hidden}")
    if found:
        raise MarkingHitError(dict(Counter(marking.kind for marking in found)))
    return words.replace("\0", "").strip()


async def _finish(desk: Desk, upload: Upload, result: UUID | assets.Arrival) -> None:
    """Ready, in one transaction with the asset and what it costs."""
    at = clock.now()
    async with desk.database.writing() as session:
        # The agency's quota row is the lock that keeps two equal files apart.
        await ending.lock_quota(session, upload.agency_id)
        used, asset_id = 0, result if isinstance(result, UUID) else None
        if isinstance(result, assets.Arrival):
            asset_id = await assets.find_by_hash(
                session, result.sha256, agency_id=result.agency_id
            )
            if asset_id is None:
                asset_id = await assets.add_asset(session, result, at=at)
                used = upload.size
        if not await queries.finish(
            session, upload, state="ready", asset_id=asset_id, purge_after=at, at=at
        ):
            raise ClaimLostError
        await ending.settle(session, upload, used=used)
        await audit.append(
            session,
            service=SERVICE,
            caller="inspection",
            action="asset.created" if used else "asset.found-again",
            subject=f"asset:{asset_id}",
            detail={
                "upload": str(upload.id),
                "sent_by": upload.created_by,
                "bytes": upload.size,
            },
        )
    await ending.purge_now(desk, upload.id)


async def _refuse(desk: Desk, upload: Upload, verdict: Verdict) -> None:
    """A marked file is deleted at once; others are kept a week for questions."""
    at, marked = clock.now(), verdict.code == "marking-found"
    async with desk.database.writing() as session:
        if not await queries.finish(
            session,
            upload,
            state=verdict.state,
            reason=verdict.code,
            facts=list(verdict.facts),
            purge_after=at if marked else at + KEEP_REJECTED,
            at=at,
        ):
            raise ClaimLostError
        await ending.settle(session, upload)
        await audit.append(
            session,
            service=SERVICE,
            caller="inspection",
            action=f"upload.{verdict.state}",
            subject=f"upload:{upload.id}",
            detail={
                "sent_by": upload.created_by,
                "reason": verdict.code,
                "facts": list(verdict.facts),
                "kinds": verdict.kinds or {},
                "agency": upload.agency_code,
            },
        )
    if marked:
        await ending.purge_now(desk, upload.id, vacuum=True)
