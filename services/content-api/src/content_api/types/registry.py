"""Every content type. A new one is a file, and a line in TYPES."""

from functools import cache
from typing import Any

from content_api.types.culture import destination, event, gallery, publication
from content_api.types.definition import ContentType
from content_api.types.economy import (
    enterprise,
    industrial_park,
    investment_project,
    product,
)
from content_api.types.errors import ContentTypeNotFoundError
from content_api.types.government import (
    activity,
    article,
    legal_document,
    link,
    procedure,
)
from phohien.errors import Text

TYPES: tuple[ContentType, ...] = (
    investment_project.TYPE,
    industrial_park.TYPE,
    destination.TYPE,
    product.TYPE,
    enterprise.TYPE,
    event.TYPE,
    activity.TYPE,
    legal_document.TYPE,
    procedure.TYPE,
    publication.TYPE,
    article.TYPE,
    gallery.TYPE,
    link.TYPE,
)
_BY_CODE = {content_type.code: content_type for content_type in TYPES}


def all_types() -> tuple[ContentType, ...]:
    return TYPES


def get(type_code: str) -> ContentType:
    """The type with this code; an unknown code is an expected failure."""
    if type_code not in _BY_CODE:
        listed = ", ".join(_BY_CODE)
        raise ContentTypeNotFoundError(
            Text(
                vi=f"Không có loại nội dung này. Các loại hiện có: {listed}.",
                en=f"There is no such content type. The types are: {listed}.",
            )
        )
    return _BY_CODE[type_code]


@cache
def json_schema(type_code: str) -> dict[str, Any]:
    """One schema for `{fields, texts}`; `texts` maps a language to its texts."""
    content_type = get(type_code)
    fields = content_type.fields.model_json_schema()
    texts = content_type.texts.model_json_schema()
    definitions = {**fields.pop("$defs", {}), **texts.pop("$defs", {})}
    title = content_type.title
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title.en,
        "x-label": {"vi": title.vi, "en": title.en},
        "type": "object",
        "properties": {
            "fields": fields,
            "texts": {
                "type": "object",
                "propertyNames": {"pattern": "^[a-z]{2,3}(-[A-Z][a-z]{3})?$"},
                "additionalProperties": texts,
            },
        },
        "required": ["fields", "texts"],
        "additionalProperties": False,
        "$defs": definitions,
    }
