"""What a receipt decides on every object of its package."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from asean_sync.packages import queries
from asean_sync.packages.errors import ReceiptRefusedError, ReceiptThereError
from asean_sync.packages.options import ReturnReceipt
from asean_sync.packages.tables import Package
from phohien.db import WriteSession
from phohien.errors import Text


def parsed(content: bytes) -> ReturnReceipt:
    try:
        return ReturnReceipt.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = "/".join(str(part) for part in first["loc"])
        raise refused(
            f"it is no receipt: {place}: {first['msg']}",
            f"không phải biên nhận: {place}: {first['msg']}",
        ) from error


def refused(en: str, vi: str) -> ReceiptRefusedError:
    return ReceiptRefusedError(Text(en=f"{en}.", vi=f"{vi}."))


async def accept(
    session: WriteSession, found: Package, receipt: ReturnReceipt, sha256: str
) -> None:
    """Raises when it speaks of another file, or of objects that were not in it."""
    if found.receipt_sha256 is not None:
        raise ReceiptThereError(
            Text(
                vi=f"Gói {found.name} đã có biên nhận lúc {found.received_at}.",
                en=f"{found.name} was receipted at {found.received_at}.",
            )
        )
    if receipt.sha256 != found.sha256:
        raise refused(
            f"it names the digest {receipt.sha256}, the package has {found.sha256}",
            f"biên nhận ghi mã {receipt.sha256}, gói có mã {found.sha256}",
        )
    entries = await queries.ids_by_key(session, found.id)
    strangers = {one.key for one in receipt.refused} - entries.keys()
    if strangers:
        raise refused(
            f"it refuses what was not in the package: {min(strangers)}",
            f"biên nhận từ chối mục không có trong gói: {min(strangers)}",
        )
    await _decide(session, found.id, receipt, entries)
    told: dict[str, Any] = receipt.model_dump(mode="json")
    await queries.note(
        session,
        found.id,
        receipt=told,
        receipt_sha256=sha256,
        received_at=receipt.received_at,
        problem=None,
    )
    await queries.ask_about_decided(session, found.target_code)


async def _decide(
    session: WriteSession,
    package_id: UUID,
    receipt: ReturnReceipt,
    entries: Mapping[str, UUID],
) -> None:
    """What it does not name was taken in, unless it refuses everything."""
    if receipt.refused_all:
        await queries.decide_rest(session, package_id, "refused", receipt.refused_all)
        return
    # All of one form, so that they are one statement.
    said: dict[str, dict[str, str | None]] = {
        one.key: {"verdict": "accepted", "remote_url": one.url, "reason": None}
        for one in receipt.taken
    }
    for one in receipt.refused:
        told = {"verdict": "refused", "remote_url": None, "reason": one.reason}
        said[one.key] = told
    rows = [{"id": entries[key], **said[key]} for key in said.keys() & entries.keys()]
    await queries.decide(session, rows)
    await queries.decide_rest(session, package_id, "accepted")
