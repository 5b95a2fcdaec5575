"""What a reader may search for, and the shape of what comes back."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from content_api.public.schemas import Code, ItemCard, Locale, Question, Token
from phohien.schemas import In, Out

FACETS = ("lang", "type", "agency", "unit", "fi_category", "topic")
_ONE = f"({'|'.join(FACETS)})"


class Count(StrEnum):
    """`exact`: how many there are. `none`: `total` is null."""

    EXACT = "exact"
    NONE = "none"


class Engine(StrEnum):
    """`index`: ranked over all matches. `database`: the best among the newest."""

    INDEX = "index"
    DATABASE = "database"


class Matched(StrEnum):
    """`all` words occur; or `similar` ones, or only `some` of them."""

    ALL = "all"
    SIMILAR = "similar"
    SOME = "some"


class SearchQuery(In):
    """What to search for."""

    q: Question = Field(
        description="Words that must all occur; tones count where they are typed."
        " Words in quotation marks must stand side by side. Numbers of documents and"
        " keys are found as they are written."
    )
    locale: Locale | None = Field(
        None, description="Search one language; without it, all of them."
    )
    type: Code | None = Field(None, description="A content type; see `/v1/types`.")
    agency: Code | None = Field(None, description="Code of the owning agency.")
    unit: Code | None = Field(None, description="Code of an administrative unit.")
    topic: Code | None = Field(None, description="Code of a topic.")
    fi_category: Code | None = Field(None, description="Foreign-information category.")
    facets: (
        Annotated[str, Field(max_length=80, pattern=f"^{_ONE}(,{_ONE})*$")] | None
    ) = Field(
        None,
        description=f"What to count the matches by, parted by commas:"
        f" {', '.join(f'`{name}`' for name in FACETS)}.",
    )
    count: Count = Field(Count.EXACT, description="`none` leaves `total` out.")
    limit: int = Field(20, ge=1, le=100)
    cursor: Token | None = Field(
        None,
        description="`next_cursor` of the page before, with the same question. Only"
        " the best 1,000 can be read.",
    )


class Highlight(Out):
    """A piece of plain text in which words of the question stand.

    It holds no markup; escape it as any text.
    """

    field: Annotated[str, Field(pattern="^(title|summary|text)$")]
    text: str
    marks: list[tuple[int, int]] = Field(
        description="Start and end of every word to mark, in Unicode characters."
    )


class FoundCard(ItemCard):
    """One item in a list, and where the words stand in it."""

    highlights: list[Highlight]


class FacetValue(Out):
    """How many matches have this value."""

    value: str
    count: int


class FoundList(Out):
    """A page of a ranking, the best first."""

    data: list[FoundCard]
    next_cursor: str | None
    total: int | None = Field(
        description="All matches, exactly; null while `engine` is `database`."
    )
    facets: dict[str, list[FacetValue]] = Field(
        description="By the names asked for; empty while `engine` is `database`."
    )
    matched: Matched
    suggestion: str | None = Field(
        description="What was perhaps meant, in words of released texts."
    )
    engine: Engine
