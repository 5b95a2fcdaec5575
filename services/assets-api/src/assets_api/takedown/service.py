"""From the moment something may no longer be seen to the last copy within our reach.

Addresses answer 410 by themselves: delivery asks what is live. Here the rest is done,
step by step, each noted when it is done and repeated until it is: the public forms of
what was withdrawn leave the bucket, and the purge hook hears of it. The original stays,
as evidence, with its agency.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
import structlog

from assets_api.assets import naming
from assets_api.assets import service as assets
from assets_api.holds import service as holds
from assets_api.keeping import lock as keeping
from assets_api.storage import keys
from assets_api.storage.errors import StorageUnreachableError
from assets_api.storage.store import Store
from assets_api.takedown import purging, queries
from assets_api.takedown.purging import Call, Hook
from assets_api.takedown.queries import ASSET, Form
from assets_api.takedown.tables import Takedown
from phohien import audit, clock
from phohien.db import Database

log = structlog.get_logger()
WORKER = "takedown"
KEPT = "Tệp đã bị gỡ; bản gốc được giữ làm chứng cứ."


@dataclass(frozen=True, slots=True)
class Hands:
    """What the work is done with."""

    database: Database
    store: Store
    http: httpx.AsyncClient
    hook: Hook


async def note_ends(database: Database, *, at: datetime) -> None:
    """Opens what is due, ends what is shown again; each opening is a line of audit."""
    async with database.writing() as session:
        await queries.end_shown_again(session, at=at)
        opened = await queries.open_due(session, at=at)
        for asset_id in {row.asset_id for row in opened if row.scope == ASSET}:
            await holds.keep_as_evidence(session, asset_id, KEPT, by=WORKER, at=at)
        if opened:
            await audit.append_all(
                session,
                [
                    (
                        "media.taken-down",
                        f"asset:{row.asset_id}",
                        {"version": str(row.asset_version_id), "scope": row.scope},
                    )
                    for row in opened
                ],
                service=assets.SERVICE,
                caller=WORKER,
            )


async def carry_out(hands: Hands, *, at: datetime) -> None:
    """Everything that is due now, one takedown after the other."""
    async with hands.database.writing() as session:
        await queries.wake_refilled(session, at=at)
        claimed = await queries.claim(session, at=at)
    for takedown in claimed:
        error = await _steps(hands, takedown)
        async with hands.database.writing() as session:
            if error:
                log.warning("takedown_postponed", id=str(takedown.id), error=error)
                await queries.postpone(
                    session, takedown.id, error=error, at=clock.now()
                )
            else:
                await queries.note(
                    session, takedown.id, next_attempt_at=None, last_error=""
                )


async def _steps(hands: Hands, takedown: Takedown) -> str:
    """Empty when nothing is left to do; the purge does not wait for the bucket."""
    async with hands.database.reading() as session:
        forms = await queries.forms_of(session, takedown.asset_version_id)
    removed, errors = list(takedown.removed), []
    told = _told(forms) or removed
    if takedown.scope == ASSET and (forms or takedown.removed_at is None):
        try:
            await _remove(hands, takedown, forms)
        except StorageUnreachableError:
            errors.append("store")
    if hands.hook.is_set and takedown.purged_at is None:
        error = await _purge(hands, takedown, told)
        if error:
            errors.append(f"purge: {error}")
    return ", ".join(errors)


async def _remove(hands: Hands, takedown: Takedown, forms: list[Form]) -> None:
    """Objects and rows together; meanwhile nobody can come to rely on these bytes."""
    version_id, hashes = takedown.asset_version_id, {form.sha256 for form in forms}
    told = [*takedown.removed, *_told(forms)]
    async with hands.database.writing() as session:
        await keeping.alone(session)
        shared = await queries.used_elsewhere(session, hashes, version_id=version_id)
        await queries.forget_forms(session, version_id, blobs=hashes - shared)
        for sha256 in sorted(hashes - shared):
            await hands.store.delete(keys.blob(sha256))
        await queries.note(session, takedown.id, removed=told, removed_at=clock.now())
        await audit.append(
            session,
            service=assets.SERVICE,
            caller=WORKER,
            action="media.removed",
            subject=f"asset:{takedown.asset_id}",
            detail={
                "version": str(version_id),
                "forms": len(forms),
                "shared": len(shared),
            },
        )


async def _purge(hands: Hands, takedown: Takedown, told: list[dict[str, Any]]) -> str:
    version_id = takedown.asset_version_id
    call = Call(
        takedown.id,
        [
            naming.path(version_id, form["preset"], form["epoch"], form["format"])
            for form in told
        ],
        prefixes(takedown.asset_id, version_id),
        takedown.opened_at,
    )
    error = await purging.purge(hands.http, hands.hook, call, at=clock.now())
    if error:
        return error
    async with hands.database.writing() as session:
        await queries.note(session, takedown.id, purged_at=clock.now())
        await audit.append(
            session,
            service=assets.SERVICE,
            caller=WORKER,
            action="media.purged",
            subject=f"asset:{takedown.asset_id}",
            detail={"version": str(version_id), "attempts": takedown.attempts},
        )
    return ""


def prefixes(asset_id: UUID, version_id: UUID) -> list[str]:
    """Everything a version may have been seen under begins with one of these."""
    return [
        f"/m/{version_id}/",
        f"/iiif/3/{version_id}",
        f"/a/{asset_id}/",
        f"/b/{asset_id}",
        f"/iiif/presentation/3/{asset_id}/",
    ]


def _told(forms: list[Form]) -> list[dict[str, Any]]:
    return [
        {
            "preset": form.preset,
            "epoch": form.epoch,
            "format": form.format,
            "sha256": form.sha256,
            "bytes": form.bytes,
        }
        for form in forms
    ]
