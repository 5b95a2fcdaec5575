"""One answer in every form it leaves in, prepared once."""

from math import inf

from content_api.lane.kept import encodings
from content_api.public.reads import Read

Headers = list[tuple[bytes, bytes]]
# What the objects around the bytes weigh, about.
OVERHEAD = 2500
JSON = (b"content-type", b"application/json")


class Entry:
    """The headers and body of a 200, plain and compressed, and the headers of a 304."""

    __slots__ = (
        *("about", "body", "heads", "plain", "shared", "small", "tag", "until"),
        *("weight", "zipped"),
    )

    def __init__(self, read: Read) -> None:
        done = read.done
        self.about = read.about
        self.body = done.body
        self.tag = f'"{done.tag}"'.encode()
        headers = {
            name.encode(): value.encode("latin-1")
            for name, value in done.headers.items()
        }
        vary = encodings.with_encoding(headers.pop(b"vary", b""))
        self.shared: Headers = [*headers.items(), (b"vary", vary)]
        self.plain = self._headers(self.tag, self.body)
        self.zipped: tuple[Headers, bytes] | None = None
        # As they go over the wire, by encoding or by the tag that was held.
        self.heads: dict[bytes, bytes] = {}
        self.small = len(self.body) < encodings.SMALLEST
        self.weight = OVERHEAD + len(self.body)
        self.until = inf

    def forms(self, *, gzip: bool) -> tuple[Headers, bytes]:
        """Headers and body; the compressed ones are made when first asked for."""
        if not gzip or self.small:
            return self.plain, self.body
        if self.zipped is None:
            body = encodings.compressed(self.body)
            headers = self._headers(encodings.compressed_tag(self.tag), body)
            self.zipped = ([*headers, encodings.GZIP], body)
            self.weight += OVERHEAD // 2 + len(body)
        return self.zipped

    def head(self, held: bytes | None, *, zipped: bool) -> bytes:
        """The lines of a 200, or of a 304 with the tag that was `held`."""
        form = held or (b"gzip" if zipped else b"")
        head = self.heads.get(form)
        if head is None:
            headers = self.forms(gzip=zipped)[0]
            if held is not None:
                headers = [(b"etag", held), *self.shared]
            head = b"".join(b"%b: %b\r\n" % header for header in headers)
            self.heads[form] = head
            self.weight += len(head)
        return head

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

    def _headers(self, tag: bytes, body: bytes) -> Headers:
        length = (b"content-length", str(len(body)).encode())
        return [(b"etag", tag), *self.shared, length, JSON]
