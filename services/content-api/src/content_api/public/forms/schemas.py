"""What a reader may ask of one item, and what comes with it."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from content_api.public.schemas import Item, ItemCard, ItemQuery
from phohien.schemas import Out

Names = Annotated[str, Field(min_length=1, max_length=2000)]


class DetailQuery(ItemQuery):
    """In which language to read an item, and what of it."""

    fields: Names | None = Field(
        None, description="Only these parts, such as `key,title,texts.body`."
    )
    include: Names | None = Field(
        None,
        description="Beside the item: `relations` (or kinds of them), `units`,"
        " `agency`.",
    )


class IncludedUnit(Out):
    """An administrative unit an item names."""

    code: str
    name_vi: str
    name_en: str
    level: str
    province_code: str
    valid_from: date | None
    valid_to: date | None
    lat: float | None
    lon: float | None


class IncludedName(Out):
    vi: str
    en: str


class IncludedAgency(Out):
    """An agency an item names."""

    code: str
    id: UUID
    name: IncludedName
    valid_from: date | None
    valid_to: date | None
    successor_code: str | None


class IncludedOut(Out):
    """What the items speak of; what was not asked for is empty."""

    items: list[ItemCard]
    units: list[IncludedUnit]
    agencies: list[IncludedAgency]


class PartOfItem(Out):
    """What `fields` names of an item, and what `include` puts beside it."""

    model_config = ConfigDict(extra="allow")


AnyItem = Item | PartOfItem
