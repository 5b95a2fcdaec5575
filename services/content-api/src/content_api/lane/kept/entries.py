"""One answer in every form it leaves in."""

from functools import lru_cache
from math import inf

from content_api.lane.kept import encodings
from content_api.public.reads import Read

Headers = list[tuple[bytes, bytes]]
# What the objects around the bytes weigh, about; the plan that leads here included.
OVERHEAD = 2000
END = b"\r\n"
JSON = b"content-type: application/json\r\n"
GZIP = b"content-encoding: gzip\r\n"


@lru_cache(maxsize=256)
def _lines(headers: tuple[tuple[str, str], ...]) -> bytes:
    """As they go over the wire; those of one language are mostly the same."""
    given = {name.encode(): value.encode("latin-1") for name, value in headers}
    vary = encodings.with_encoding(given.pop(b"vary", b""))
    return b"".join(b"%b: %b\r\n" % line for line in (*given.items(), (b"vary", vary)))


class Entry:
    """The body of a 200, plain and compressed, and what stands in every head."""

    __slots__ = ("about", "body", "lines", "small", "tag", "until", "weight", "zipped")

    def __init__(self, read: Read) -> None:
        done = read.done
        self.about = read.about
        self.body = done.body
        self.tag = f'"{done.tag}"'.encode()
        self.lines = _lines(tuple(done.headers.items()))
        self.zipped: bytes | None = None
        self.small = len(self.body) < encodings.SMALLEST
        self.weight = OVERHEAD + len(self.body)
        self.until = inf

    def bytes_in(self, *, gzip: bool) -> bytes:
        """The body; the compressed one is made when first asked for."""
        if not gzip or self.small:
            return self.body
        if self.zipped is None:
            self.zipped = encodings.compressed(self.body)
            self.weight += len(self.zipped)
        return self.zipped

    def head(self, held: bytes | None, *, gzip: bool) -> bytes:
        """The lines of a 200, or of a 304 with the tag that was `held`."""
        if held is not None:
            return b"etag: %b\r\n%b" % (held, self.lines)
        body, tag, more = self.bytes_in(gzip=gzip), self.tag, b""
        if body is self.zipped:
            tag, more = encodings.compressed_tag(tag), GZIP
        length = len(body)
        start = b"etag: %b\r\n%bcontent-length: %d\r\n" % (tag, self.lines, length)
        return b"%b%b%b" % (start, JSON, more)

    def headers(self, held: bytes | None, *, gzip: bool) -> Headers:
        """The same, for a server that writes them itself."""
        lines = self.head(held, gzip=gzip).removesuffix(END).split(END)
        parted = (line.partition(b": ") for line in lines)
        return [(name, value) for name, _, value in parted]

    def held(self, if_none_match: bytes) -> bytes | None:
        """The tag by which the caller already has this, in whichever form."""
        if if_none_match == self.tag:
            return self.tag
        zipped = encodings.compressed_tag(self.tag)
        tags = [
            tag.strip().removeprefix(b"W/").strip(b'"')
            for tag in if_none_match.split(b",")
        ]
        if zipped.strip(b'"') in tags:
            return zipped
        return self.tag if self.tag.strip(b'"') in tags or b"*" in tags else None
