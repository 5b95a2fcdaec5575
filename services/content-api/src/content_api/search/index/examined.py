"""What an operator wants to know of an index."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from psycopg import AsyncConnection

from content_api.search.index import queries
from content_api.search.index.reading import Reader
from phohien import urls

State = Literal["level", "behind", "foreign", "absent"]


@dataclass(frozen=True, slots=True)
class Examined:
    """`seq` is None while there is no index that can be read."""

    folder: str
    documents: int
    segments: int
    seq: int | None
    log_end: int
    same_log: bool

    @property
    def state(self) -> State:
        if self.seq is None:
            return "absent"
        if not self.same_log or self.seq > self.log_end:
            return "foreign"
        return "level" if self.seq == self.log_end else "behind"

    @property
    def said(self) -> str:
        match self.state:
            case "absent":
                return f"no index in {self.folder}; PostgreSQL answers"
            case "foreign":
                return f"the index in {self.folder} is of another change log"
            case "behind":
                return f"at line {self.seq} of {self.log_end}"
            case _:
                return f"{self.documents} documents, at line {self.seq}, the last"


async def examine(url: str, where: Path) -> Examined:
    """`url` as the public role."""
    opened = Reader(where).open()
    seq = 0 if opened is None else opened.standing.seq
    async with await AsyncConnection.connect(
        urls.libpq(url), autocommit=True
    ) as connection:
        state = await queries.state(connection, seq)
    if opened is None:
        return Examined(str(where), 0, 0, None, state.end, same_log=False)
    return Examined(
        str(where),
        opened.searcher.num_docs - 1,
        opened.searcher.num_segments,
        seq,
        state.end,
        state.hash == opened.standing.hash,
    )
