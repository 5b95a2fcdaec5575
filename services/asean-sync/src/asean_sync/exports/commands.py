"""What `phohien sync receipts export` and `rewrap` call."""

import asyncio
from pathlib import Path

from asean_sync.db import connected
from asean_sync.evidence import service as evidence
from asean_sync.exports.service import Exported, Wanted, export
from asean_sync.settings import Settings
from asean_sync.targets.errors import TargetNotFoundError
from phohien import clock
from phohien.errors import Text


def export_receipts(
    settings: Settings, target: str, path: Path, *, after: int = 0
) -> Exported:
    """Whole or not at all: the file appears when all of it is written."""
    return asyncio.run(_export(settings, target, path, after))


def rewrap_receipts(settings: Settings) -> int:
    """Wraps every key of an object with the newest secret: how many there were."""
    return asyncio.run(_rewrap(settings))


async def _export(settings: Settings, target: str, path: Path, after: int) -> Exported:
    part = path.with_name(f".{path.name}.part")
    try:
        async with connected(settings) as database, database.snapshot() as session:
            last, _ = await evidence.end_of_chain(session, target)
            if last <= after:
                raise TargetNotFoundError(
                    Text(
                        vi=f"Đích {target} chưa có biên nhận nào sau mắt"
                        f" xích {after}; xem `phohien sync status`.",
                        en=f"{target} has no receipts after link"
                        f" {after}; see `phohien sync status`.",
                    )
                )
            with part.open("wb") as to:
                wanted = Wanted(target, after, last)
                vault = evidence.vault_of(settings)
                done = await export(session, vault, wanted, to, at=clock.now())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return done


async def _rewrap(settings: Settings) -> int:
    async with connected(settings) as database:
        return await evidence.rewrap(database, evidence.vault_of(settings))
