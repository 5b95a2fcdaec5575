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


class Predicate(Part):
    """A closed tree: exactly one operator a node, no loops, explainable."""

    model_config = ConfigDict(
        json_schema_extra={"minProperties": 1, "maxProperties": 1}
    )

    all: list["Predicate"] | None = None
    any: list["Predicate"] | None = None
    negate: "Predicate | None" = Field(default=None, alias="not")
    eq: tuple[Path, str | int | bool] | None = None
    among: tuple[Path, list[str | int]] | None = Field(default=None, alias="in")
    exists: Path | None = None
    contains: tuple[Path, str | int] | None = None


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


class EachLanguage(Part):
    """The same fields for every language: by language code, or one after another."""

    shape: Literal["object", "list"] = Field(default="object", alias="as")
    fields: "dict[str, MapEntry] | None" = None
    value: "MapEntry | None" = None

    @model_validator(mode="after")
    def _one_content(self) -> Self:
        _either(self.fields, self.value)
        return self


class Each(Part):
    """The same fields for every element of a list, which paths see as `it`."""

    path: Path
    fields: "dict[str, MapEntry] | None" = None
    value: "MapEntry | None" = None

    @model_validator(mode="after")
    def _one_content(self) -> Self:
        _either(self.fields, self.value)
        return self


def _either(fields: object, value: object) -> None:
    if (fields is None) == (value is None):
        message = "give exactly one of fields, value"
        raise ValueError(message)


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
