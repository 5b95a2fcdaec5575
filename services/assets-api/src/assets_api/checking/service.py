"""What happens to a complete upload, and when it does not become an asset.

Every step may be run again: a worker that dies leaves a lease that ends and objects
that are written once more under the same names.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog

from assets_api.assets import service as assets
from assets_api.assets.schemas import AssetEdit
from assets_api.checking import arrival, queries
from assets_api.checking.bundle import unpack
from assets_api.checking.examination import Findings, MarkingHitError, examine
from assets_api.checking.lease import ClaimLostError, kept
from assets_api.contents import service as contents
from assets_api.formats.errors import HeldError, RefusedError
from assets_api.likeness import service as likeness
from assets_api.monitoring import tallying
from assets_api.rights import service as rights
from assets_api.scratch import ScratchFullError, could_hold, working_folder
from assets_api.storage.errors import StorageUnreachableError
from assets_api.uploads import ending
from assets_api.uploads.desk import Desk
from assets_api.uploads.tables import Upload
from assets_api.versions import service as versions
from phohien import audit, clock
from phohien.db import WriteSession

SERVICE = "assets-api"
MOST_ATTEMPTS = 8
KEEP_REJECTED, KEEP_HELD = timedelta(days=7), timedelta(days=30)
log = structlog.get_logger()


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
    except (StorageUnreachableError, ScratchFullError) as error:
        if isinstance(error, ScratchFullError) and not could_hold(
            desk.scratch, upload.size
        ):
            # Such a file counts its attempts, and waits for a person in the end.
            raise
        async with desk.database.writing() as session:
            await queries.give_back(session, upload_id, upload.fence, at=clock.now())
        raise


async def _decide(desk: Desk, upload: Upload) -> None:
    findings = Findings()
    if upload.attempts > MOST_ATTEMPTS:
        await _refuse(desk, upload, Verdict("held", "inspection-failed"), findings)
        return
    try:
        with working_folder(desk.scratch) as folder:
            if upload.bundle:
                await unpack(desk, upload, folder, findings)
                return
            result = await examine(desk, upload, folder, findings)
            await _finish(desk, upload, result, findings)
    except HeldError as error:
        verdict = Verdict("held", error.code, error.facts)
    except RefusedError as error:
        verdict = Verdict("rejected", error.code, error.facts)
    except MarkingHitError as error:
        verdict = Verdict("rejected", "marking-found", kinds=error.kinds)
    else:
        return
    await _refuse(desk, upload, verdict, findings)


async def _finish(
    desk: Desk, upload: Upload, result: UUID | assets.Arrival, findings: Findings
) -> None:
    """Ready, in one transaction with the asset and what it costs."""
    at = clock.now()
    async with desk.database.writing() as session:
        # The agency's quota row is the lock that keeps two equal files apart.
        await ending.lock_quota(session, upload.agency_id)
        asset_id, used = await _kept(desk, session, upload, result, findings)
        looks_like = await likeness.note(
            session, asset_id, agency_id=upload.agency_id, dhash=findings.dhash
        )
        if not await queries.finish(
            session,
            upload,
            state="ready",
            asset_id=asset_id,
            looks_like=looks_like,
            purge_after=at,
            at=at,
            **findings.columns(),
        ):
            raise ClaimLostError
        await ending.settle(session, upload, used=used)
        form = "known" if isinstance(result, UUID) else result.format
        await tallying.verdict(session, "ready", form=form, cpu_ms=findings.cost.cpu_ms)
        await audit.append(
            session,
            service=SERVICE,
            caller="inspection",
            action=_action(upload, used),
            subject=f"asset:{asset_id}",
            detail={
                "upload": str(upload.id),
                "sent_by": upload.created_by,
                "bytes": upload.size,
            },
        )
    await ending.purge_now(desk, upload.id)


async def _kept(
    desk: Desk,
    session: WriteSession,
    upload: Upload,
    result: UUID | assets.Arrival,
    findings: Findings,
) -> tuple[UUID, int]:
    """The asset, and the space it newly takes: none when the agency has the bytes."""
    if isinstance(result, UUID):
        return result, 0
    at = clock.now()
    known = await versions.find_known(
        session,
        result.sha256,
        agency_id=result.agency_id,
        replaces=upload.replaces,
    )
    if known is not None:
        return known, 0
    asset_id = await versions.keep(session, result, replaces=upload.replaces, at=at)
    await contents.keep(session, asset_id, findings.words, findings.contents)
    await rights.note_suggestions(session, asset_id, findings.suggested.fields)
    await arrival.confirm(desk.store, result)
    if upload.description:
        edit = AssetEdit.model_validate(upload.description)
        await assets.describe(session, asset_id, edit, at=at)
    return asset_id, upload.size


def _action(upload: Upload, used: int) -> str:
    if not used:
        return "asset.found-again"
    return "asset.created" if upload.replaces is None else "asset.replaced"


async def _refuse(
    desk: Desk, upload: Upload, verdict: Verdict, findings: Findings
) -> None:
    """A marked file is deleted at once; others wait for questions, or for a person."""
    at, marked = clock.now(), verdict.code == "marking-found"
    keep = KEEP_HELD if verdict.state == "held" else KEEP_REJECTED
    async with desk.database.writing() as session:
        if not await queries.finish(
            session,
            upload,
            state=verdict.state,
            reason=verdict.code,
            facts=list(verdict.facts),
            purge_after=at if marked else at + keep,
            at=at,
            **findings.columns(),
        ):
            raise ClaimLostError
        await ending.settle(session, upload)
        await tallying.verdict(
            session,
            verdict.state,
            verdict.code,
            form="refused",
            cpu_ms=findings.cost.cpu_ms,
        )
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
