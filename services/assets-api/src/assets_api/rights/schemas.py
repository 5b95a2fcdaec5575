from typing import Any

from pydantic import Field

from phohien.schemas import Out


class StatementOut(Out):
    """What is said of the file; `web_statement` falls back to the licence's address."""

    creator: str
    rights_holder: str
    licence: str
    licence_uri: str
    credit: str
    source_type: str
    source_uri: str
    web_statement: str
    notice: str


class RightsOut(Out):
    """What is said, whether every public form says it, and what the file itself says.

    `made_by_machine` is null until a source type is said. `suggestions` has what stood
    in the file when it came in (XMP, IPTC, EXIF): creator, rights_holder, licence,
    credit, web_statement, source_type, and caption and alt by language (`x-default`
    where the file names none). Nothing of it counts until it is taken over.
    """

    said: StatementOut
    made_by_machine: bool | None
    written: bool = Field(description="The forms under the present addresses say it.")
    epoch: int = Field(description="The number in the present addresses.")
    suggestions: dict[str, Any]
