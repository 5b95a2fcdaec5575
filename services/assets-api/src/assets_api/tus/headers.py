"""The headers of tus 1.0, read strictly. Pure."""

import hashlib
import re
from base64 import b64decode
from binascii import Error as Base64Error
from uuid import UUID

from assets_api.uploads.declaration import SHA256, Declaration, clean_name
from assets_api.uploads.errors import UploadHeaderError
from phohien import markings

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,expiration,termination"
CHECKSUMS = "sha256"
BODY_TYPE = "application/offset+octet-stream"
LONGEST_METADATA = 4096
LARGEST_NUMBER = 2**62
KEY = re.compile(r"^[\x21-\x2b\x2d-\x7e]{1,64}$")


def whole_number(header: str, value: str | None) -> int:
    if value is None or not value.isascii() or not value.isdigit():
        raise UploadHeaderError(header, vi="số nguyên từ 0", en="a whole number from 0")
    number = int(value[:20])
    if len(value) > 19 or number > LARGEST_NUMBER:  # noqa: PLR2004 -- digits of 2^62
        raise UploadHeaderError(header, vi="số nhỏ hơn", en="a smaller number")
    return number


def metadata(value: str | None) -> dict[str, str]:
    """`key base64,key base64,…`; a key may stand alone."""
    found: dict[str, str] = {}
    for pair in (value or "").split(","):
        key, _, encoded = pair.strip().partition(" ")
        if not key and not encoded:
            continue
        if not KEY.match(key) or key in found:
            raise UploadHeaderError(
                "Upload-Metadata", vi="khóa ASCII khác nhau", en="distinct ASCII keys"
            )
        try:
            found[key] = b64decode(encoded.strip(), validate=True).decode()
        except (Base64Error, ValueError) as error:
            raise UploadHeaderError(
                "Upload-Metadata", vi="UTF-8 mã hóa base64", en="UTF-8 in base64"
            ) from error
    return found


def declaration(value: str | None) -> Declaration:
    if len(value or "") > LONGEST_METADATA:
        raise UploadHeaderError(
            "Upload-Metadata",
            vi=f"không quá {LONGEST_METADATA} ký tự",
            en=f"at most {LONGEST_METADATA} characters",
        )
    given = metadata(value)
    markings.refuse({f"/{key}": word for key, word in given.items()})
    sha256 = given.get("sha256", "").strip().lower()
    if sha256 and not SHA256.match(sha256):
        raise UploadHeaderError(
            "Upload-Metadata sha256", vi="64 chữ số thập lục phân", en="64 hex digits"
        )
    return Declaration(
        filename=clean_name(given.get("filename", given.get("name", ""))),
        filetype=clean_name(given.get("filetype", given.get("type", ""))),
        sha256=sha256,
        agency=given.get("agency", "").strip(),
        replaces=_asset_id(given.get("replaces", "").strip()),
        bundle="bundle" in given,
        metadata=(value or "").strip(),
    )


def _asset_id(given: str) -> UUID | None:
    """None when the file is to be an asset of its own."""
    try:
        return UUID(given) if given else None
    except ValueError as error:
        raise UploadHeaderError(
            "Upload-Metadata replaces",
            vi="mã của tệp cần thay",
            en="the id of the asset to be replaced",
        ) from error


def checksum(value: str | None) -> bytes | None:
    """The SHA-256 the body must have; None when none is given."""
    if value is None:
        return None
    algorithm, _, encoded = value.strip().partition(" ")
    if algorithm != CHECKSUMS:
        raise UploadHeaderError("Upload-Checksum", vi=CHECKSUMS, en=CHECKSUMS)
    try:
        digest = b64decode(encoded, validate=True)
    except (Base64Error, ValueError) as error:
        raise UploadHeaderError("Upload-Checksum", vi="base64", en="base64") from error
    if len(digest) != hashlib.sha256().digest_size:
        raise UploadHeaderError(
            "Upload-Checksum", vi="32 byte mã hóa base64", en="32 bytes in base64"
        )
    return digest
