"""The half of a profile that says what is sent: selection, fields, transforms."""

from typing import Annotated, Literal, Self

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


Bare = Literal["nfc", "trim", "absolutise_links"]


class MediaReferences(Part):
    """How an item shows the media uploaded before it."""

    roles: list[str] | None = None
    fields: dict[str, "MediaField"] = Field(min_length=1)


MediaField = Literal[
    "remote_id",
    "remote_url",
    "remote_key",
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


class MapEntry(Part):
    """One field of the target: from a path, a constant, media or a nested object."""

    path: Path | None = None
    const: str | int | bool | None = None
    media: MediaReferences | None = None
    object: "dict[str, MapEntry] | None" = None
    then: list[Bare | Transform] = Field(default_factory=list)
    required: bool = False

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        named = {"path", "const", "media", "object"} & self.model_fields_set
        if len(named) != 1:
            message = "give exactly one of path, const, media, object"
            raise ValueError(message)
        return self


class MediaPart(Part):
    mode: Literal["multipart"]
    file_field: str = "file"
    form: dict[str, MediaField] = Field(default_factory=dict)
