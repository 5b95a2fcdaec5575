"""What comes back for packages, and what of it is believed."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from Crypto.PublicKey.ECC import EccKey
from Crypto.Signature import eddsa
from pydantic import ValidationError

from asean_sync.packages import queries
from asean_sync.packages.bags.shelf import MOST_RECEIPT_BYTES, Shelf, ShelfError
from asean_sync.packages.errors import (
    PackageNotFoundError,
    ReceiptRefusedError,
    ReceiptThereError,
)
from asean_sync.packages.options import ReturnReceipt
from asean_sync.packages.tables import Package
from phohien.canonical import sha256_hex
from phohien.db import Database, ReadSession, WriteSession
from phohien.errors import Text

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Stamp:
    """A scan of the receipt, and who uploaded it."""

    content: bytes
    mime: str
    by: str


async def take_receipts(
    database: Database, code: str, shelf: Shelf, signer: EccKey | None
) -> None:
    """Every receipt that lies in the folder is read once, and put away."""
    for path in await asyncio.to_thread(shelf.returned):
        try:
            content = await asyncio.to_thread(_read, path, signer)
            receipt = _parsed(content)
        except ReceiptRefusedError as error:
            log.warning("receipt_refused", target=code, file=path.name, why=str(error))
            await asyncio.to_thread(shelf.put_away, path, "refused")
            continue
        folder = await _taken(database, code, receipt, content)
        await asyncio.to_thread(shelf.put_away, path, folder)


async def _taken(
    database: Database, code: str, receipt: ReturnReceipt, content: bytes
) -> str:
    async with database.writing() as session:
        found = await queries.named(session, code, receipt.package)
        if found is None:
            log.warning("receipt_of_unknown_package", target=code, name=receipt.package)
            return "refused"
        if found.receipt_sha256 == sha256_hex(content):
            return "done"
        try:
            await accept(session, found, receipt, sha256_hex(content))
        except (ReceiptRefusedError, ReceiptThereError) as error:
            await queries.note(session, found.id, problem=str(error))
            return "refused"
    return "done"


def _read(path: Path, signer: EccKey | None) -> bytes:
    """Raises ReceiptRefusedError when it is too large or signed by nobody we know."""
    try:
        if path.stat().st_size > MOST_RECEIPT_BYTES:
            raise _refused("the receipt is too large", "biên nhận quá lớn")
        content = path.read_bytes()
        if signer is None:
            return content
        signature = path.with_name(f"{path.name}.sig").read_bytes()
        eddsa.new(signer, "rfc8032").verify(content, signature)
    except FileNotFoundError as error:
        why = ("it is not signed: the .sig file is missing", "thiếu tệp chữ ký .sig")
        raise _refused(*why) from error
    except ValueError as error:
        why = ("its signature is not the recipient's", "chữ ký không phải của bên nhận")
        raise _refused(*why) from error
    except OSError as error:
        raise ShelfError(f"{path}: {error.strerror}") from error
    return content


def _parsed(content: bytes) -> ReturnReceipt:
    try:
        return ReturnReceipt.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = "/".join(str(part) for part in first["loc"])
        raise _refused(
            f"it is no receipt: {place}: {first['msg']}",
            f"không phải biên nhận: {place}: {first['msg']}",
        ) from error


def _refused(en: str, vi: str) -> ReceiptRefusedError:
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
        raise _refused(
            f"it names the digest {receipt.sha256}, the package has {found.sha256}",
            f"biên nhận ghi mã {receipt.sha256}, gói có mã {found.sha256}",
        )
    entries = await queries.entries(session, found.id)
    refused = {one.key: one.reason for one in receipt.refused}
    strangers = refused.keys() - {one.object_key for one in entries}
    if strangers:
        raise _refused(
            f"it refuses what was not in the package: {min(strangers)}",
            f"biên nhận từ chối mục không có trong gói: {min(strangers)}",
        )
    urls = {one.key: one.url for one in receipt.taken}
    for one in entries:
        reason = receipt.refused_all or refused.get(one.object_key)
        if reason:
            await queries.decide(session, one.id, "refused", reason=reason)
        else:
            url = urls.get(one.object_key)
            await queries.decide(session, one.id, "accepted", remote_url=url)
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


async def stamp(
    session: WriteSession, identity: UUID, receipt: ReturnReceipt, scan: Stamp
) -> Package:
    """What a person brought back: the scan is kept, its digest is the receipt's."""
    found = await queries.locked(session, identity)
    if found is None:
        raise no_package()
    digest = sha256_hex(scan.content)
    if found.receipt_sha256 == digest:
        return found
    await accept(session, found, receipt, digest)
    await queries.add_stamp(
        session,
        {
            "package_id": identity,
            "sha256": digest,
            "mime": scan.mime,
            "content": scan.content,
            "uploaded_by": scan.by,
        },
    )
    await session.refresh(found)
    return found


def no_package() -> PackageNotFoundError:
    return PackageNotFoundError(
        Text(
            vi="Xem danh sách tại GET /staff/v1/sync/packages.",
            en="See the list at GET /staff/v1/sync/packages.",
        )
    )


async def waits(session: ReadSession, code: str) -> bool:
    """Whether somebody should look for receipts, or has something to hand over."""
    return await queries.awaits_receipt(session, code)
