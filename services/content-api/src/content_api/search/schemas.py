"""What a reader may search for, and the shape of what comes back."""

from pydantic import Field

from content_api.public.schemas import Code, ItemCard, Locale, Question, Token
from phohien.schemas import In, Out


class SearchQuery(In):
    """What to search for."""

    q: Question = Field(description="Words that must all occur; tones count if typed.")
    locale: Locale | None = Field(
        None, description="Search one language; without it, all of them."
    )
    type: Code | None = Field(None, description="A content type; see `/v1/types`.")
    limit: int = Field(20, ge=1, le=100)
    cursor: Token | None = Field(None, description="`next_cursor` of the page before.")


class FoundList(Out):
    """A page of a ranking, the best first."""

    data: list[ItemCard]
    next_cursor: str | None
