"""A profile's selection as SQL over what is released: one query, and why not.

Every clause is true or false, never unknown: what is missing fulfils nothing.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Numeric,
    Text,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB

from asean_sync.offers.rules import lets_out
from asean_sync.profiles.mapping import Predicate
from phohien import release

OFFER, DOCUMENT = release.offer.c, release.document.c
# The same tables once more, for what else is offered of the item.
OFFERS, DOCUMENTS = release.offer.alias("others"), release.document.alias("theirs")
EMPTY = ("null", '""', "[]", "{}")
FIGURE = r"^-?[0-9]+(\.[0-9]+)?$"
Json = ColumnElement[Any]
Clause = tuple[str, ColumnElement[bool]]


def clauses(predicate: Predicate | None) -> list[Clause]:
    """What must all hold, each in words and in SQL over an offer and its document."""
    if predicate is None:
        return []
    if predicate.all is not None:
        return [clause for one in predicate.all for clause in clauses(one)]
    return [(describe(predicate), holds(predicate))]


def first_unmet(predicate: Predicate | None) -> ColumnElement[int | None]:
    """The place of the first clause that says no; NULL: the document is wanted."""
    found = [
        (not_(condition), literal(place, Integer))
        for place, (_, condition) in enumerate(clauses(predicate))
    ]
    if not found:
        return cast(null(), Integer)
    return case(*found, else_=cast(null(), Integer))


def describe(predicate: Predicate) -> str:
    return predicate.model_dump_json(by_alias=True, exclude_unset=True)


def holds(predicate: Predicate) -> ColumnElement[bool]:
    if predicate.all is not None:
        return and_(true(), *(holds(one) for one in predicate.all))
    if predicate.any is not None:
        return or_(false(), *(holds(one) for one in predicate.any))
    if predicate.negate is not None:
        return not_(holds(predicate.negate))
    return func.coalesce(_leaf(predicate), false())


def _leaf(predicate: Predicate) -> ColumnElement[bool]:
    if predicate.languages_approved is not None:
        return and_(*(_offered(lang) for lang in predicate.languages_approved.min))
    if predicate.exists is not None:
        found = _json(predicate.exists)
        return cast(found, Text).not_in(EMPTY)
    (name,) = predicate.model_fields_set
    field, wanted = getattr(predicate, name)
    return _COMPARED[name](_json(field), wanted)


def _json(field: str) -> Json:
    if field.startswith("fields."):
        path = literal(field.split("."), ARRAY(Text))
        document: Json = cast(DOCUMENT.doc, JSONB)
        return document.op("#>", return_type=JSONB())(path)
    return func.to_jsonb(_COLUMNS[field](), type_=JSONB())


def _languages() -> ColumnElement[Any]:
    """Those of the item that may be sent to the target of the offer."""
    other, document = OFFERS.c, DOCUMENTS.c
    return func.array(
        select(other.lang)
        .distinct()
        .join(DOCUMENTS, lets_out(other, document))
        .where(*_same_item(other))
        # However deep it stands, it is about the offer that is asked about.
        .correlate(release.offer)
        .scalar_subquery(),
        type_=ARRAY(Text),
    )


def _offered(lang: str) -> ColumnElement[bool]:
    other, document = OFFERS.c, DOCUMENTS.c
    return exists(
        select(1)
        .select_from(OFFERS)
        .join(DOCUMENTS, lets_out(other, document))
        .where(*_same_item(other), other.lang == lang)
        .correlate(release.offer)
    )


def _same_item(other: Any) -> tuple[ColumnElement[bool], ...]:
    return (
        other.target_code == OFFER.target_code,
        other.item_id == OFFER.item_id,
    )


def _roles() -> ColumnElement[Any]:
    media = release.media.c
    return func.array(
        select(media.role)
        .distinct()
        .where(media.document_id == DOCUMENT.id)
        .correlate(release.document)
        .scalar_subquery(),
        type_=ARRAY(Text),
    )


_COLUMNS: dict[str, Callable[[], ColumnElement[Any]]] = {
    "type": lambda: DOCUMENT.type,
    "key": lambda: DOCUMENT.key,
    "slug": lambda: DOCUMENT.slug,
    "agency.code": lambda: DOCUMENT.agency_code,
    "fi_category": lambda: DOCUMENT.fi_category,
    "topics": lambda: DOCUMENT.topics,
    "units": lambda: DOCUMENT.unit_codes,
    "language.code": lambda: DOCUMENT.lang,
    "languages": _languages,
    "media": _roles,
    "revision": lambda: DOCUMENT.revision,
    "released_at": lambda: DOCUMENT.released_at,
}


def _const(value: Any) -> Json:
    return cast(literal(value, JSONB(none_as_null=False)), JSONB)


def _equal(found: Json, wanted: Any) -> ColumnElement[bool]:
    return found == _const(wanted)


def _among(found: Json, choices: list[Any]) -> ColumnElement[bool]:
    """A list that holds one of them, or a value that is one of them."""
    listed = case(
        (func.jsonb_typeof(found) == "array", found),
        else_=func.jsonb_build_array(found),
    )
    elements = func.jsonb_array_elements(listed).table_valued("value")
    element: Json = elements.c.value
    wanted = [_const(choice) for choice in choices]
    return exists(select(1).select_from(elements).where(element.in_(wanted)))


def _contains(found: Json, member: Any) -> ColumnElement[bool]:
    return _among(found, [member])


def _ordered(sign: str) -> Callable[[Json, Any], ColumnElement[bool]]:
    def compare(found: Json, limit: Any) -> ColumnElement[bool]:
        text: ColumnElement[Any] = found.op("#>>", return_type=Text())(
            literal([], ARRAY(Text))
        )
        if isinstance(limit, int | float):
            # Nothing else keeps the cast from a text that is no figure.
            figure = case((text.regexp_match(FIGURE), cast(text, Numeric)))
            return _sides(figure, sign, cast(literal(str(limit)), Numeric))
        return _sides(text.collate("C"), sign, cast(literal(limit), Text))

    return compare


def _sides(left: Any, sign: str, right: Any) -> ColumnElement[bool]:
    compared: ColumnElement[bool] = left >= right if sign == "gte" else left <= right
    return compared


_COMPARED: dict[str, Callable[[Json, Any], ColumnElement[bool]]] = {
    "eq": _equal,
    "among": _among,
    "contains": _contains,
    "gte": _ordered("gte"),
    "lte": _ordered("lte"),
}
