"""One byte range of RFC 9110, or none. Pure."""

import re
from dataclasses import dataclass

SINGLE = re.compile(r"^bytes=(\d{0,19})-(\d{0,19})$")


@dataclass(frozen=True, slots=True)
class Slice:
    """From `start`, `length` bytes."""

    start: int
    length: int


class UnsatisfiableError(Exception):
    """The range lies wholly outside of the file."""


def wanted(header: str | None, size: int) -> Slice | None:
    """None means the whole file: no range, or one that is not understood.

    Several ranges at once are answered with the whole, which RFC 9110 allows.
    Raises UnsatisfiableError.
    """
    found = SINGLE.match((header or "").strip())
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        length = min(int(last), size)
        if not length:
            raise UnsatisfiableError
        return Slice(size - length, length)
    start, end = int(first), min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return None
    if start >= size:
        raise UnsatisfiableError
    return Slice(start, end - start + 1)


def matches(header: str | None, etag: str) -> bool:
    """`If-None-Match`: compared weakly, as RFC 9110 says."""
    if header is None:
        return False
    tags = {tag.strip().removeprefix("W/") for tag in header.split(",")}
    return "*" in tags or etag in tags


def still_same(if_range: str | None, etag: str) -> bool:
    """`If-Range`: compared strongly; a date never matches, nothing here is dated."""
    return if_range is None or if_range.strip() == etag
