"""Each sound line of a bundle becomes an upload of its own, inspected like others."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from assets_api.bundles import queries
from assets_api.bundles.errors import UploadNotBundleError
from assets_api.bundles.listing import Line
from assets_api.bundles.tables import BundleLine
from assets_api.storage import keys
from assets_api.storage.store import Store
from assets_api.uploads import service as uploads
from assets_api.uploads.desk import Desk, Limits
from assets_api.uploads.errors import UploadQuotaExceededError
from assets_api.uploads.queue import defer_check
from assets_api.uploads.tables import Upload
from phohien.callers import Caller
from phohien.db import ReadSession, WriteSession


def member_of(bundle: Upload, line: Line) -> UUID:
    """The same when a worker dies and another unpacks the bundle again."""
    return uuid5(bundle.id, str(line.number))


async def lay_down(desk: Desk, bundle: Upload, lines: Sequence[Line]) -> None:
    """The files, where their own inspections look for them."""
    for line in lines:
        if line.path is not None:
            key = keys.arriving(member_of(bundle, line))
            await desk.store.put_file(key, line.path)


async def enter(
    session: WriteSession,
    bundle: Upload,
    lines: Sequence[Line],
    *,
    limits: Limits,
    at: datetime,
) -> list[UUID]:
    """The lines and their uploads, in the caller's transaction.

    Those for which there is no space are refused; their files are to be deleted.
    """
    members, rows, without_space = [], [], []
    for line in lines:
        refusal, member_id = line.refusal, None
        if not refusal:
            member_id = member_of(bundle, line)
            if not await _reserved(session, bundle, line, limits):
                without_space.append(member_id)
                refusal, member_id = "quota-exceeded", None
        if member_id is not None:
            members.append(_member(bundle, line, member_id, limits, at))
        rows.append(
            {
                "bundle_id": bundle.id,
                "number": line.number,
                "filename": line.filename,
                "member_id": member_id,
                "refusal": refusal,
            }
        )
    await queries.insert_members(session, members)
    await queries.insert_lines(session, rows)
    for member in members:
        await defer_check(session, member["id"])
    return without_space


async def _reserved(
    session: WriteSession, bundle: Upload, line: Line, limits: Limits
) -> bool:
    try:
        await uploads.reserve(session, bundle.agency_id, line.size, limits)
    except UploadQuotaExceededError:
        return False
    return True


def _member(
    bundle: Upload, line: Line, member_id: UUID, limits: Limits, at: datetime
) -> dict[str, Any]:
    return {
        "id": member_id,
        "agency_id": bundle.agency_id,
        "agency_code": bundle.agency_code,
        "created_by": bundle.created_by,
        "way": "member",
        "filename": line.filename,
        "filetype": "",
        "declared_sha256": line.sha256,
        "description": dict(line.description),
        "size": line.size,
        "received": line.size,
        "part_size": limits.part_size(line.size),
        "state": "received",
        "created_at": at,
        "updated_at": at,
        "expires_at": at + limits.lifetime,
    }


async def take_away(store: Store, members: Sequence[UUID]) -> None:
    for member_id in members:
        await store.delete_all(keys.quarantine(member_id))


async def report(
    session: ReadSession, upload_id: UUID, *, caller: Caller
) -> tuple[Upload, Sequence[tuple[BundleLine, Upload | None]]]:
    """The bundle, and every line with the upload it became."""
    bundle = await uploads.find_upload(session, upload_id, caller=caller)
    if not bundle.bundle:
        raise UploadNotBundleError
    return bundle, await queries.lines_of(session, bundle.id)


def states_of(
    lines: Sequence[tuple[BundleLine, Upload | None]],
) -> Mapping[str, int]:
    counted: dict[str, int] = {}
    for _, member in lines:
        state = "refused" if member is None else member.state
        counted[state] = counted.get(state, 0) + 1
    return counted
