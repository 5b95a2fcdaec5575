"""IPTC's older form (IIM, inside Photoshop's blocks): read, and written for JPEG."""

import hashlib
from collections.abc import Iterator

from assets_api.metadata.statement import Statement

HEAD = b"Photoshop 3.0\0"
MARK = b"8BIM"
IIM, DIGEST = 0x0404, 0x0425
UTF8 = b"\x1b%G"
MOST_SETS = 1000
TAG = 0x1C
LONG = 0x8000
BYLINE, CREDIT, SOURCE, COPYRIGHT, CAPTION = 80, 110, 115, 116, 120
LIMITS = {BYLINE: 32, CREDIT: 32, COPYRIGHT: 128}
"""Bytes, as the standard has them. What is longer is whole in XMP alone, and the digest
tells readers that the two belong together."""


def blocks(statement: Statement) -> bytes:
    """What a JPEG's APP13 holds: the data sets and the digest of them."""
    sets = [(1, 90, UTF8), (2, 0, b"\0\4")]
    sets += [(2, BYLINE, _cut(name, BYLINE)) for name in statement.creators]
    for number, value in (
        (CREDIT, statement.credit),
        (COPYRIGHT, statement.notice),
    ):
        if value:
            sets.append((2, number, _cut(value, number)))
    data = b"".join(
        bytes((TAG, record, number)) + len(value).to_bytes(2, "big") + value
        for record, number, value in sets
    )
    digest = hashlib.md5(data, usedforsecurity=False).digest()
    return HEAD + _block(IIM, data) + _block(DIGEST, digest)


def _block(ident: int, data: bytes) -> bytes:
    head = MARK + ident.to_bytes(2, "big") + b"\0\0" + len(data).to_bytes(4, "big")
    return head + data + b"\0" * (len(data) % 2)


def _cut(value: str, number: int) -> bytes:
    """At a whole letter."""
    return value.encode()[: LIMITS[number]].decode(errors="ignore").encode()


def read(data: bytes) -> dict[int, list[str]]:
    """The texts of record 2 by their numbers; what cannot be read is left out."""
    found: dict[int, list[bytes]] = {}
    charset = b""
    for record, number, value in _sets(_payload(data)):
        if (record, number) == (1, 90):
            charset = value
        elif record == 2:  # noqa: PLR2004 -- the record of editors
            found.setdefault(number, []).append(value)
    return {
        number: [_decoded(value, charset) for value in values]
        for number, values in found.items()
    }


def _payload(data: bytes) -> bytes:
    """The data sets, bare or in Photoshop's blocks."""
    if not data.startswith((HEAD, MARK)):
        return data
    at = len(HEAD) if data.startswith(HEAD) else 0
    for _ in range(MOST_SETS):
        if data[at : at + 4] != MARK:
            break
        ident = int.from_bytes(data[at + 4 : at + 6], "big")
        at += 6
        name = data[at] if at < len(data) else 0
        at += name + 1 + (name + 1) % 2
        size = int.from_bytes(data[at : at + 4], "big")
        at += 4
        if ident == IIM:
            return data[at : at + size]
        at += size + size % 2
    return b""


def _sets(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    for _ in range(MOST_SETS):
        if at + 5 > len(data) or data[at] != TAG:
            return
        size = int.from_bytes(data[at + 3 : at + 5], "big")
        record, number = data[at + 1], data[at + 2]
        at += 5
        if size & LONG:
            # The length of the length; nobody needs such texts here.
            return
        yield record, number, data[at : at + size]
        at += size


def _decoded(value: bytes, charset: bytes) -> str:
    """As declared; what declares nothing is UTF-8 if it can be, else Windows' Latin."""
    if charset == UTF8:
        return value.decode("utf-8", "replace")
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")
