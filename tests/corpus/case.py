"""One file of the corpus: how it is made, what it is called, what must become of it."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Case:
    """`reason` is None for a file that is taken. `secret` must be in no public byte."""

    name: str
    filename: str
    build: Callable[[], bytes] = field(repr=False)
    reason: str | None = None
    held: bool = False
    secret: tuple[bytes, ...] = ()
    fast: bool = False
    """Runs in `make test` too."""

    @property
    def state(self) -> str:
        if self.reason is None:
            return "ready"
        return "held" if self.held else "rejected"


def taken(name: str, filename: str, build: Callable[[], bytes], **more) -> Case:
    return Case(name, filename, build, **more)


def refused(
    name: str, filename: str, build: Callable[[], bytes], reason: str, **more
) -> Case:
    return Case(name, filename, build, reason, **more)


def held(
    name: str, filename: str, build: Callable[[], bytes], reason: str, **more
) -> Case:
    return Case(name, filename, build, reason, held=True, **more)


def half(data: bytes) -> bytes:
    return data[: len(data) // 2]
