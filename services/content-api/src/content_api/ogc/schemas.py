from typing import Annotated

from pydantic import ConfigDict, Field

from phohien.schemas import In, Out


class MapLink(Out):
    """Where to go on."""

    href: str
    rel: str
    type: str
    title: str


class MapLanding(Out):
    """The first page of the map service."""

    title: str
    description: str
    links: list[MapLink]


class MapConformance(Out):
    """The classes of the standard it keeps."""

    conforms_to: list[str] = Field(alias="conformsTo")


class MapCollection(Out):
    """One content type as a layer of features."""

    id: str
    title: str
    description: str
    item_type: str = Field(alias="itemType")
    crs: list[str]
    links: list[MapLink]


class MapCollectionList(Out):
    """Every layer there is."""

    links: list[MapLink]
    collections: list[MapCollection]


Written = Annotated[str, Field(max_length=4000)]


class MapQuery(In):
    """Which features; wrong values are answered 400, as the standard wants."""

    model_config = ConfigDict(extra="allow")

    bbox: Written | None = Field(
        None, description="West, south, east, north; in degrees."
    )
    datetime: Written | None = Field(
        None,
        description="Released at this instant or in this interval, RFC 3339: `a/b`,"
        " `../b`, `a/..`.",
    )
    limit: Written | None = Field(
        None, description="Features a page: 1 to 200; more counts as 200; else 10."
    )
    cursor: Written | None = Field(None, description="From the link to the next page.")
    locale: Written | None = Field(None, description="Language; else as `vi`.")


class MapItemQuery(In):
    """In which language."""

    model_config = ConfigDict(extra="allow")

    locale: Written | None = Field(None, description="Language; else as `vi`.")
