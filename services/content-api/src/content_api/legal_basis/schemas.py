from typing import Annotated

from pydantic import Field, StringConstraints

from content_api.items.schemas import CitingOut
from phohien.schemas import In, Out


class BasisQuery(In):
    limit: int = Field(default=100, ge=1, le=500)
    cursor: Annotated[str, StringConstraints(max_length=400)] | None = None


class BasisDocument(Out):
    """A legal document the reference means."""

    key: str
    title: str
    agency_code: str
    number: str
    status: str | None = Field(description="As its agency says; null: not said.")


class BasisList(Out):
    """Who cites it. An item is named once for each place that does."""

    documents: list[BasisDocument]
    data: list[CitingOut]
    elsewhere: int = Field(
        description="Items of other agencies that cite it and are not public yet."
    )
    next_cursor: str | None
