"""What a reader may ask of a list, and what comes with it."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import ConfigDict, Field, ValidationError

from content_api.public.forms.schemas import IncludedOut, Names
from content_api.public.schemas import CardList, Fallback, ItemFilter, Locale, Question
from phohien.schemas import Day, In, Out

Codes = Annotated[
    str,
    Field(
        min_length=1,
        max_length=2000,
        pattern=r"^[0-9A-Za-z_.-]{1,80}(,[0-9A-Za-z_.-]{1,80}){0,49}$",
    ),
]
Place = Annotated[
    str, Field(min_length=1, max_length=4000, pattern=r"^[0-9A-Za-z_-]+$")
]


class Tally(StrEnum):
    """`exact` counts every match; `estimated` counts a few and guesses the rest."""

    EXACT = "exact"
    ESTIMATED = "estimated"


class Reach(StrEnum):
    """Whether every match was counted."""

    EXACT = "exact"
    ESTIMATED = "estimated"
    AT_LEAST = "at_least"


class ListQuery(In):
    """Which items to list; every condition given must hold.

    Beside these, each filter of a content type is a parameter: see `/v1/types/{code}`.
    """

    model_config = ConfigDict(extra="allow")

    type: Codes | None = Field(
        None, description="Content types, separated by commas; see `/v1/types`."
    )
    agency: Codes | None = Field(None, description="Codes of owning agencies.")
    unit: Codes | None = Field(None, description="Codes of administrative units.")
    topic: Codes | None = Field(None, description="Codes of topics.")
    fi_category: Codes | None = Field(None, description="Categories of information.")
    released_from: Day | None = Field(
        None, description="Released on this day or later."
    )
    released_to: Day | None = Field(None, description="Released on this day or before.")
    bbox: str | None = Field(
        None,
        max_length=200,
        description="West, south, east, north in degrees: only items with a place in"
        " the box. It crosses the 180th meridian when west is greater than east.",
    )
    locale: Locale | None = Field(
        None, description="Language of the list; else `Accept-Language`, else `vi`."
    )
    fallback: Fallback = Field(
        Fallback.NONE,
        description="`any` lists items not released in that language in another one.",
    )
    q: Question | None = Field(
        None, description="Words that must all occur; tones count where typed."
    )
    sort: Annotated[str, Field(min_length=1, max_length=80)] | None = Field(
        None,
        description="`newest`, `oldest`, `title`, `-title` (from the end), or a number"
        " or day of the one `type`, such as `area` or `-area`; what has none is last.",
    )
    fields: Names | None = Field(
        None,
        description="Only these parts, such as `key,title,texts.body,fields.area`.",
    )
    include: Names | None = Field(
        None,
        description="Beside the items: `relations` (or kinds of them), `units`,"
        " `agency`. Pages are of 50 at most then.",
    )
    facets: Names | None = Field(
        None,
        description="Counts by `type`, `agency`, `unit`, `topic`, `fi_category`,"
        " `language`.",
    )
    count: Tally | None = Field(None, description="Adds `total` and `total_is`.")
    limit: int = Field(20, ge=1, le=200)
    cursor: Place | None = Field(
        None, description="`next_cursor` of the page before, with the same query."
    )

    def as_plain(self) -> ItemFilter | None:
        """The same question as one that is answered from memory, if it is one."""
        given = self.model_dump(exclude_none=True, exclude_defaults=True)
        if not given.keys() <= ItemFilter.model_fields.keys():
            return None
        try:
            return ItemFilter.model_validate(given)
        except ValidationError:
            return None


class CountedValue(Out):
    """One value, and how many of the items have it."""

    value: str
    count: int


class AskedList(Out):
    """A page of items with what was asked for beside it; null: not asked for.

    An item is a card with its `available_locales`, or what `fields` names.
    """

    data: list[dict[str, Any]]
    next_cursor: str | None
    total: int | None
    total_is: Reach | None
    facets: dict[str, list[CountedValue]] | None
    facets_are: Reach | None
    included: IncludedOut | None


ItemList = CardList | AskedList
