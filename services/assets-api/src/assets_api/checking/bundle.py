"""A bundle that has arrived: read once, unpacked by a child, its lines sent on."""

from collections.abc import Sequence
from pathlib import Path

import structlog

from assets_api.bundles import listing
from assets_api.bundles import service as bundles
from assets_api.bundles.listing import Line
from assets_api.checking import arrival, queries
from assets_api.checking.examination import Findings, read, scanned
from assets_api.checking.lease import ClaimLostError
from assets_api.formats.errors import RefusedError
from assets_api.inspection import sandbox
from assets_api.inspection.sandbox import Subject
from assets_api.storage.errors import StorageUnreachableError
from assets_api.uploads import ending
from assets_api.uploads.desk import Desk
from assets_api.uploads.tables import Upload
from phohien import audit, clock

SERVICE = "assets-api"
log = structlog.get_logger()


async def unpack(desk: Desk, upload: Upload, folder: Path, findings: Findings) -> None:
    """Raises what an inspection raises, before anything of it is kept."""
    await arrival.assemble(desk, upload)
    subject = Subject(folder / "file", folder / "out", findings.cost)
    subject.folder.mkdir()
    await read(desk, upload, subject.path, findings)
    if arrival.sniffed(subject.path) != "zip":
        raise RefusedError("bundle-no-zip")
    report = await sandbox.unpack(subject)
    if report.verdict != "accepted":
        raise RefusedError(report.code, *report.facts)
    await scanned(subject.folder)
    lines = listing.read(subject.folder)
    await bundles.lay_down(desk, upload, lines)
    await _enter(desk, upload, lines, findings)


async def _enter(
    desk: Desk, upload: Upload, lines: Sequence[Line], findings: Findings
) -> None:
    """The bundle gives back its space, and every line takes its own."""
    at = clock.now()
    async with desk.database.writing() as session:
        await ending.lock_quota(session, upload.agency_id)
        if not await queries.finish(
            session, upload, state="ready", purge_after=at, at=at, **findings.columns()
        ):
            raise ClaimLostError
        await ending.settle(session, upload)
        without_space = await bundles.enter(
            session, upload, lines, limits=desk.limits, at=at
        )
        await audit.append(
            session,
            service=SERVICE,
            caller="inspection",
            action="bundle.unpacked",
            subject=f"upload:{upload.id}",
            detail={
                "sent_by": upload.created_by,
                "lines": len(lines),
                "refused": sum(bool(line.refusal) for line in lines)
                + len(without_space),
            },
        )
    await ending.purge_now(desk, upload.id)
    try:
        await bundles.take_away(desk.store, without_space)
    except StorageUnreachableError:
        # No row names them: the check of the bucket finds them.
        log.warning("members_left_behind", upload_id=str(upload.id))
