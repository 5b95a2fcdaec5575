"""What a child read about maker and rights; looked at with suspicion."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from assets_api.metadata.reading import SUGGESTIONS
from assets_api.produce import files

MOST = 256 * 1024
Line = Annotated[str, Field(min_length=1, max_length=300)]
Words = Annotated[
    dict[
        Annotated[str, Field(max_length=20)],
        Annotated[str, Field(min_length=1, max_length=2000)],
    ],
    Field(max_length=20),
]


class Suggested(BaseModel):
    """Each of them for an officer to take over, or not."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    creator: Line | None = None
    rights_holder: Line | None = None
    licence: Line | None = None
    credit: Line | None = None
    web_statement: Line | None = None
    source_type: Line | None = None
    caption: Words | None = None
    alt: Words | None = None

    @property
    def fields(self) -> dict[str, Any]:
        return self.model_dump(exclude_none=True)


def read(folder: Path) -> Suggested:
    return files.note(folder / SUGGESTIONS, Suggested, most=MOST) or Suggested()
