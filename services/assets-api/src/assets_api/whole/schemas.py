from uuid import UUID

from pydantic import Field

from phohien.schemas import In


class WholeQuery(In):
    """What there is to say about the file besides its bytes."""

    filename: str = Field(default="", max_length=255)
    replaces: UUID | None = Field(
        default=None, description="The asset whose next version this is."
    )
    bundle: bool = Field(
        default=False, description="A ZIP of files, each to be an asset of its own."
    )
