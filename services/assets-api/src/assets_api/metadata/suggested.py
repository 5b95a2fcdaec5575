"""What a child read about maker and rights; looked at with suspicion."""

import os
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assets_api.formats.errors import RefusedError
from assets_api.metadata.reading import SUGGESTIONS

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
    try:
        handle = os.open(folder / SUGGESTIONS, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return Suggested()
    except OSError as error:
        raise RefusedError("inspection-limit", "report") from error
    try:
        with os.fdopen(handle, "rb") as file:
            return Suggested.model_validate_json(file.read(MOST))
    except ValidationError as error:
        raise RefusedError("inspection-limit", "report") from error
