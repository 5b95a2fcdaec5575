"""Reads a target's whole chain after its night, and says whether it holds."""

import structlog

from asean_sync.evidence import service as evidence
from asean_sync.monitoring import service as monitoring
from asean_sync.runs import service
from phohien import clock
from phohien.db import Database, ReadSession

log = structlog.get_logger()


async def examine(
    session: ReadSession, target_code: str
) -> tuple[evidence.Checked, list[str]]:
    """The chain, link by link, and why it does not hold, if it does not."""
    checked = await evidence.verify(session, target_code)
    reasons = []
    if checked.broken is not None:
        found = checked.broken
        said = f"link {found.chain_seq} ({found.kind} {found.id}): {found.reason}"
        reasons.append(said)
    anchor = await service.broken_anchor(session, target_code)
    if anchor is not None:
        reasons.append(anchor)
    return checked, reasons


async def prove(database: Database, target_code: str) -> str | None:
    """Why the evidence does not hold; None: it does."""
    async with database.snapshot() as session:
        _, reasons = await examine(session, target_code)
    broken = reasons[0] if reasons else None
    if broken is not None:
        log.error("evidence_broken", target=target_code, why=broken)
    async with database.writing() as session:
        await monitoring.note_chain(session, target_code, broken, clock.now())
    return broken
