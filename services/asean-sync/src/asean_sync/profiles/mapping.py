"""The half of a profile that says what is sent: selection, fields, transforms."""

from typing import Annotated, Literal, Self
from uuid import UUID

import jmespath
from jmespath.exceptions import JMESPathError
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator


def _compiles(expression: str) -> str:
    try:
        jmespath.compile(expression)
    except JMESPathError as error:
        # The library's message draws an arrow over several lines.
        message = f"not a JMESPath expression: {str(error).splitlines()[0]}"
        raise ValueError(message) from error
    return expression


Path = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_compiles)]


class Part(BaseModel):
    """One block of a profile: an unknown field in it is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


# What a selection may ask about. Closed: it becomes one query over what is released.
SELECTABLE = (
    r"^(type|key|slug|agency\.code|fi_category|topics|units|language\.code|languages"
    r"|media|revision|released_at|fields(\.[a-z][a-z0-9_]{0,62}){1,5})$"
)
Selectable = Annotated[str, Field(pattern=SELECTABLE)]
Choices = Annotated[list[str | int], Field(max_length=1000)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]


class LanguagesApproved(Part):
    """The item is released and offered to the target in at least these languages."""

    min: list[Language] = Field(min_length=1, max_length=20)


class Predicate(Part):
    """A closed tree: exactly one operator a node, no loops, explainable.

    `topics`, `units`, `media` (roles) and `languages` (those offered) are lists: `in`
    asks whether one of them is among the choices, `contains` whether one is the value.
    """

    model_config = ConfigDict(
        json_schema_extra={"minProperties": 1, "maxProperties": 1}
    )

    all: list["Predicate"] | None = Field(default=None, max_length=50)
    any: list["Predicate"] | None = Field(default=None, max_length=50)
    negate: "Predicate | None" = Field(default=None, alias="not")
    eq: tuple[Selectable, str | int | bool] | None = None
    among: tuple[Selectable, Choices] | None = Field(default=None, alias="in")
    exists: Selectable | None = None
    contains: tuple[Selectable, str | int] | None = None
    # A figure is compared as one, another text in the order of its characters.
    gte: tuple[Selectable, str | int | float] | None = None
    lte: tuple[Selectable, str | int | float] | None = None
    languages_approved: LanguagesApproved | None = None


class DateFormat(Part):
    format: str = "%Y-%m-%d"
    tz: str = "Asia/Ho_Chi_Minh"


class Transform(Part):
    """A transform with an argument; those without are written as a bare name."""

    model_config = ConfigDict(
        json_schema_extra={"minProperties": 1, "maxProperties": 1}
    )

    max_chars: int | None = Field(default=None, ge=1)
    date: DateFormat | None = None
    lookup: str | None = None
    sanitize_html: Literal["basic", "none"] | None = None
    default: str | int | bool | None = None
    join: str | None = None
    split: str | None = Field(default=None, min_length=1)
    prefix: str | None = None
    # The same text gives the same UUID (version 5) for ever.
    uuid5: UUID | None = None


Bare = Literal[
    "nfc",
    "trim",
    "absolutise_links",
    "upper",
    "lower",
    "integer",
    "number",
    "boolean",
    "text",
    "first",
]


class MediaReferences(Part):
    """How an item shows the media uploaded before it."""

    roles: list[str] | None = None
    fields: dict[str, "MediaField"] = Field(min_length=1)


MediaField = Literal[
    "remote_id",
    "remote_url",
    "remote_key",
    # Where the public reads the file; needs `public_base`.
    "public_url",
    "role",
    "sha256",
    "bytes",
    "mime",
    "filename",
    "alt",
    "caption",
    "credit",
    "licence",
    "width",
    "height",
]
# What only a file that was sent to the target has.
HELD_THERE = frozenset({"remote_id", "remote_url", "remote_key"})


class Content(Part):
    """What each of several becomes."""

    fields: "dict[str, MapEntry] | None" = None
    value: "MapEntry | None" = None

    @model_validator(mode="after")
    def _one_content(self) -> Self:
        if (self.fields is None) == (self.value is None):
            message = "give exactly one of fields, value"
            raise ValueError(message)
        return self


class EachLanguage(Content):
    """The same fields for every language: by language code, or one after another."""

    shape: Literal["object", "list"] = Field(default="object", alias="as")


class Each(Content):
    """The same fields for every element of a list, which paths see as `it`."""

    path: Path


SOURCES = ("path", "const", "media", "object", "languages", "each", "array")


class MapEntry(Part):
    """One field of the target, from exactly one source."""

    path: Path | None = None
    const: str | int | bool | None = None
    media: MediaReferences | None = None
    object: "dict[str, MapEntry] | None" = None
    languages: EachLanguage | None = None
    each: Each | None = None
    array: "list[MapEntry] | None" = None
    then: list[Bare | Transform] = Field(default_factory=list)
    required: bool = False

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if len(set(SOURCES) & self.model_fields_set) != 1:
            message = f"give exactly one of {', '.join(SOURCES)}"
            raise ValueError(message)
        return self


class MediaPart(Part):
    """How a file travels: a form part, base64 inside JSON, or an address to fetch.

    `inline`: inside every object that shows it, where a connector can carry it so.
    """

    mode: Literal["multipart", "base64", "url", "inline"]
    file_field: str = "file"

    @property
    def apart(self) -> bool:
        """Whether files are objects of their own at the target."""
        return self.mode != "inline"

    form: dict[str, MediaField] = Field(default_factory=dict)
    # Fields that are the same for every file.
    const: dict[str, str | int | bool] = Field(default_factory=dict)
    # multipart: all fields as one JSON part of this name.
    json_field: str | None = None
