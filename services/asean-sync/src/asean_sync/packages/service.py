"""What comes back for packages, and what of it is believed."""

import asyncio
from base64 import b64encode
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from Crypto.PublicKey.ECC import EccKey
from Crypto.Signature import eddsa

from asean_sync.packages import queries
from asean_sync.packages.bags.shelf import (
    MOST_RECEIPT_BYTES,
    Shelf,
    ShelfError,
    is_young,
    signature_of,
)
from asean_sync.packages.errors import (
    NoPackageFolderError,
    PackageElsewhereError,
    PackageFolderUnusableError,
    PackageNotFoundError,
    ReceiptRefusedError,
    ReceiptThereError,
)
from asean_sync.packages.options import ReturnReceipt
from asean_sync.packages.receipts import accept, parsed, refused
from asean_sync.packages.schemas import MOST_SCAN_BYTES, StampedDraft
from asean_sync.packages.tables import Package, StampedReceipt
from asean_sync.targets.service import SERVICE
from phohien import audit, clock
from phohien.callers import Caller
from phohien.canonical import sha256_hex
from phohien.db import Database, ReadSession, WriteSession
from phohien.errors import Text, see_list

log = structlog.get_logger()
SCANS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}


async def take_receipts(
    database: Database, code: str, shelf: Shelf, signer: EccKey | None
) -> None:
    """Every receipt that lies in the folder is read once, and put away."""
    for path in await asyncio.to_thread(shelf.returned):
        if signer is not None and not signature_of(path).exists() and is_young(path):
            continue  # its signature may be on the way
        try:
            content = await asyncio.to_thread(_read, path, signer)
            receipt = parsed(content)
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
            raise refused("the receipt is too large", "biên nhận quá lớn")
        content = path.read_bytes()
        if signer is None:
            return content
        signature = signature_of(path).read_bytes()
        eddsa.new(signer, "rfc8032").verify(content, signature)
    except FileNotFoundError as error:
        why = ("it is not signed: the .sig file is missing", "thiếu tệp chữ ký .sig")
        raise refused(*why) from error
    except ValueError as error:
        why = ("its signature is not the recipient's", "chữ ký không phải của bên nhận")
        raise refused(*why) from error
    except OSError as error:
        raise ShelfError(f"{path}: {error.strerror}") from error
    return content


async def get(session: ReadSession, identity: UUID) -> Package:
    found = await queries.package(session, identity)
    if found is None:
        raise _no_package()
    return found


async def fetched(
    session: WriteSession, identity: UUID, folder: str, caller: Caller
) -> tuple[Package, Path]:
    """Where its file is; from now on it counts as handed over."""
    found = await queries.locked(session, identity)
    if found is None:
        raise _no_package()
    place = shelf_of(folder, found.target_code).packages / f"{found.name}.zip"
    if not await asyncio.to_thread(place.is_file):
        raise PackageElsewhereError(
            Text(
                vi="Hãy lấy tệp trên máy dùng chung thư mục gói dữ liệu với worker.",
                en="Fetch it on a machine that shares the workers' package folder.",
            )
        )
    if found.delivered_at is None:
        await queries.note(session, identity, delivered_at=clock.now())
    await _audit(session, caller, "package.fetch", found, {"sha256": found.sha256})
    return found, place


def repr_digest(found: Package) -> str:
    """RFC 9530."""
    digest = b64encode(bytes.fromhex(found.sha256)).decode("ascii")
    return f"sha-256=:{digest}:"


async def stamp(
    session: WriteSession, identity: UUID, draft: StampedDraft, caller: Caller
) -> Package:
    """What a person brought back: the scan is kept, its digest is the receipt's."""
    found = await queries.locked(session, identity)
    if found is None:
        raise _no_package()
    digest = sha256_hex(draft.scan)
    if found.receipt_sha256 == digest:
        return found
    mime = _kind_of(draft.scan)
    told = draft.model_dump(mode="json", exclude={"scan"})
    receipt = ReturnReceipt.model_validate({**told, "package": found.name})
    await accept(session, found, receipt, digest)
    await queries.add_stamp(
        session,
        {
            "package_id": identity,
            "sha256": digest,
            "mime": mime,
            "content": draft.scan,
            "uploaded_by": caller.username,
        },
    )
    await session.refresh(found)
    await _audit(session, caller, "package.receipt", found, {"scan": digest})
    return found


async def scan(session: ReadSession, identity: UUID) -> StampedReceipt:
    found = await queries.stamp(session, identity)
    if found is None:
        raise _no_package()
    return found


def _kind_of(content: bytes) -> str:
    if len(content) > MOST_SCAN_BYTES:
        raise refused("the scan is larger than 10 MB", "bản quét lớn hơn 10 MB")
    for begins, mime in SCANS.items():
        if content.startswith(begins):
            return mime
    why = "the scan is not a PDF, JPEG or PNG file"
    raise refused(why, "bản quét không phải tệp PDF, JPEG hoặc PNG")


async def _audit(
    session: WriteSession,
    caller: Caller,
    action: str,
    found: Package,
    detail: dict[str, Any],
) -> None:
    await audit.append(
        session,
        service=SERVICE,
        caller=caller,
        action=action,
        subject=f"package/{found.name}",
        detail=detail,
    )


def shelf_of(
    folder: str, code: str, *, out: Path | None = None, back: Path | None = None
) -> Shelf:
    """Raises NoPackageFolderError: packages are never made in a place nobody chose."""
    if not folder:
        raise NoPackageFolderError(
            Text(
                vi="Hãy đặt PHOHIEN_SYNC_PACKAGE_FOLDER là thư mục mà mọi máy chạy "
                "asean-sync cùng thấy, rồi chạy lại.",
                en="Set PHOHIEN_SYNC_PACKAGE_FOLDER to a folder that all machines of "
                "asean-sync share, and run again.",
            )
        )
    home = Path(folder) / code
    return Shelf(home, out or home / "out", back or home / "back")


def unusable(error: ShelfError) -> PackageFolderUnusableError:
    return PackageFolderUnusableError(
        Text(
            vi=f"Hãy kiểm tra thư mục đã được gắn và ghi được, rồi chạy lại: {error}.",
            en=f"See that it is mounted and can be written to, and run again: {error}.",
        )
    )


def _no_package() -> PackageNotFoundError:
    return PackageNotFoundError(see_list("/staff/v1/sync/packages"))


async def waits(session: ReadSession, code: str) -> bool:
    """Whether somebody should look for receipts, or has something to hand over."""
    return await queries.awaits_receipt(session, code)
