from uuid import UUID

from pydantic import Field

from phohien.schemas import Out


class LineOut(Out):
    """One line of the list; `upload_id` has its own `/status`."""

    number: int = Field(description="As a spreadsheet counts: the heading is line 1.")
    filename: str
    state: str = Field(description="That of its upload, or `refused`.")
    reason: str | None
    type: str | None = Field(description="`/problems/upload-<reason>`.")
    detail: str | None
    upload_id: UUID | None
    asset_id: UUID | None


class BundleReport(Out):
    """How many lines are in which state, and every line of the bundle."""

    state: str = Field(description="Of the bundle itself.")
    states: dict[str, int]
    data: list[LineOut]
