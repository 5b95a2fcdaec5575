from typing import Annotated

from pydantic import Field

from content_api.public.schemas import Code, Locale, Token
from phohien.schemas import In

LocalePath = Annotated[
    Locale, Field(description="A language of the feed; see `/v1/languages`.")
]
SHELVES = 32


class FeedQuery(In):
    """Which items a feed tells of; every condition given must hold."""

    type: Code | None = Field(None, description="A content type; see `/v1/types`.")
    agency: Code | None = Field(None, description="Code of the owning agency.")
    limit: int = Field(50, ge=1, le=200)
    cursor: Token | None = Field(
        None, description="Of the link to the next page, with the same query."
    )
