"""The data: which path, or which parameter of it, ends when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from urllib.parse import parse_qsl

from starlette.routing import compile_path

LEAST = timedelta(days=365)
EXPLAINED = "/docs/guide"


@dataclass(frozen=True, slots=True)
class Ending:
    """A path as it is declared, such as `/v1/items/{name}`; or a parameter of it.

    `successor` is the path to use instead. Since RFC 9745 a notice is a date, and the
    end is not earlier than a year after it.
    """

    path: str
    since: datetime
    sunset: datetime
    parameter: str | None = None
    successor: str | None = None
    explained: str = EXPLAINED

    def __post_init__(self) -> None:
        if self.sunset - self.since < LEAST:
            message = f"{self.path} would end less than a year after the notice"
            raise ValueError(message)

    @property
    def what(self) -> str:
        return f"{self.path}?{self.parameter}=" if self.parameter else self.path

    def headers(self, link: bytes = b"") -> Iterator[tuple[bytes, bytes]]:
        """RFC 9745 and RFC 8594; `link` is what the answer links to already."""
        links = [f'<{self.explained}>; rel="deprecation"']
        if self.successor is not None:
            links.append(f'<{self.successor}>; rel="successor-version"')
        more = ", ".join(links).encode()
        yield b"deprecation", f"@{int(self.since.timestamp())}".encode()
        yield b"sunset", format_datetime(self.sunset, usegmt=True).encode()
        yield b"link", b", ".join([link, more]) if link else more


# Nothing ends at present.
DECLARED: tuple[Ending, ...] = ()


class Endings:
    """Finds what of a request ends; false when nothing is declared."""

    def __init__(self, declared: Sequence[Ending]) -> None:
        self.declared = tuple(declared)
        self._patterns = [(compile_path(one.path)[0], one) for one in declared]

    def __bool__(self) -> bool:
        return bool(self.declared)

    def of(self, path: str, query: bytes) -> list[Ending]:
        """The earliest end first."""
        found = [one for pattern, one in self._patterns if pattern.match(path)]
        if not found:
            return []
        given: Mapping[str, str] = dict(
            parse_qsl(query.decode("latin-1"), keep_blank_values=True)
        )
        concerned = [
            one for one in found if one.parameter is None or one.parameter in given
        ]
        return sorted(concerned, key=lambda one: one.sunset)
