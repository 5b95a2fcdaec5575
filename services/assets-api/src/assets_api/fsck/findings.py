"""What a pass can find, and what it counts while it looks."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

MISSING, ORPHAN = "missing", "orphan"
WRONG_SIZE, WRONG_HASH = "size-mismatch", "hash-mismatch"
STUCK, DANGLING = "stuck-upload", "dangling-rendition"
UNFINISHED, FOREIGN = "unfinished-multipart", "foreign"
WORST_FIRST = (
    MISSING,
    WRONG_HASH,
    WRONG_SIZE,
    DANGLING,
    STUCK,
    ORPHAN,
    UNFINISHED,
    FOREIGN,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """`subject` is a key of the bucket, or `upload:` and its id."""

    kind: str
    subject: str
    sha256: str = ""
    bytes: int = 0
    detail: str = ""


@dataclass(slots=True)
class Tally:
    """How much has been looked at. `young` may belong to somebody in a moment."""

    objects: int = 0
    bytes: int = 0
    hashed: int = 0
    young: int = 0


@dataclass(frozen=True, slots=True)
class Window:
    """The hashes of which a deep pass reads the bytes: a share of all, then the next.

    Hashes are even, so a tenth of their range is a tenth of the objects; ten passes of
    ten per cent read everything once.
    """

    start: int = 0
    length: int = 0

    WHOLE: ClassVar[int] = 1 << 32

    @classmethod
    def after(cls, end: str, percent: int) -> "Window":
        return cls(int(end or "0", 16) % cls.WHOLE, cls.WHOLE * percent // 100)

    def holds(self, sha256: str) -> bool:
        return (int(sha256[:8], 16) - self.start) % self.WHOLE < self.length

    @property
    def edges(self) -> tuple[str, str]:
        end = (self.start + self.length) % self.WHOLE
        return f"{self.start:08x}", f"{end:08x}"


@dataclass(frozen=True, slots=True)
class Scope:
    """How one pass looks; what is younger than `settled` is nobody's fault yet."""

    settled: datetime
    window: Window
    pieces: bool = False
    tally: Tally = field(default_factory=Tally)
