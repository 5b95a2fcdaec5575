"""What a type is made of, as a tree: named branches, groups that repeat, leaves."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from content_api.types import registry, vocabulary
from content_api.types.values.dates import Period
from content_api.types.values.figures import Quantity
from content_api.types.values.places import UnitCode
from phohien.errors import Text


class Kind(StrEnum):
    """How a cell is read."""

    TEXT = "text"
    NUMBER = "number"
    DEGREES = "degrees"
    WHOLE = "whole"
    YES_NO = "yes_no"
    DAY = "day"
    PERIOD = "period"
    MOMENT = "moment"
    CHOICE = "choice"
    UNIT = "unit"
    AGENCY = "agency"
    ITEM = "item"
    JSON = "json"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value, or with `many` several of a kind in one cell."""

    kind: Kind
    label: Text
    choices: tuple[str, ...] = ()
    many: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    label: Text
    children: Mapping[str, "Node"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """Records of one form that repeat, such as phases."""

    label: Text
    each: Branch


Node = Leaf | Branch | Group
FIGURE = frozenset({"value", "unit", "as_of"})
# Of a figure, what a template asks for; an export adds what is used.
ASKED = frozenset({"value", "unit", "as_of", "source"})


def is_figure(branch: Branch) -> bool:
    return branch.children.keys() >= FIGURE


@cache
def fields_of(type_code: str) -> Branch:
    content_type = registry.get(type_code)
    return _branch(content_type.fields, content_type.title)


@cache
def texts_of(type_code: str) -> Branch:
    content_type = registry.get(type_code)
    return _branch(content_type.texts, content_type.title)


@cache
def frame() -> Mapping[str, Node]:
    """What every item has beside its fields and texts."""
    relation = {
        "kind": _choice("Quan hệ", "Relation", tuple(vocabulary.terms("relation"))),
        "key": Leaf(Kind.ITEM, Text(vi="Mục tin liên quan", en="Related item")),
    }
    return {
        "key": Leaf(Kind.TEXT, Text(vi="Mã mục tin", en="Item key")),
        "agency_code": Leaf(Kind.AGENCY, Text(vi="Cơ quan", en="Agency")),
        "fi_category": _choice(
            "Loại thông tin đối ngoại",
            "Category",
            tuple(vocabulary.terms("fi_category")),
        ),
        "topics": Leaf(
            Kind.CHOICE,
            Text(vi="Chủ đề", en="Topics"),
            tuple(vocabulary.terms("topic")),
            many=True,
        ),
        "unit_codes": Leaf(
            Kind.UNIT, Text(vi="Xã, phường", en="Communes and wards"), many=True
        ),
        "relations": Group(
            Text(vi="Liên kết", en="Relations"),
            Branch(Text(vi="Liên kết", en="Relations"), relation),
        ),
        "media": Leaf(Kind.JSON, Text(vi="Tệp đính kèm", en="Media")),
        "visible_from": Leaf(Kind.MOMENT, Text(vi="Công bố từ", en="Visible from")),
        "expires_at": Leaf(Kind.MOMENT, Text(vi="Hết hạn lúc", en="Expires at")),
    }


def _choice(vi: str, en: str, choices: tuple[str, ...]) -> Leaf:
    return Leaf(Kind.CHOICE, Text(vi=vi, en=en), choices)


def _branch(model: type[BaseModel], label: Text) -> Branch:
    return Branch(
        label,
        {
            name: _node(found.annotation, found.metadata, _label(found, name))
            for name, found in model.model_fields.items()
        },
    )


def _label(found: FieldInfo, name: str) -> Text:
    extra = found.json_schema_extra
    named = extra.get("x-label") if isinstance(extra, dict) else None
    if not isinstance(named, dict):
        return Text(vi=name, en=name)
    return Text(vi=str(named["vi"]), en=str(named["en"]))


def _node(annotation: Any, metadata: Sequence[Any], label: Text) -> Node:
    annotation, metadata = _bare(annotation, list(metadata))
    if get_origin(annotation) is tuple:
        each = _node(get_args(annotation)[0], (), label)
        if isinstance(each, Branch):
            return Group(label, each)
        assert isinstance(each, Leaf)  # noqa: S101 -- no type has lists of lists
        return Leaf(each.kind, label, each.choices, many=True)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _branch(annotation, label)
    if get_origin(annotation) is Literal:
        return Leaf(Kind.CHOICE, label, tuple(map(str, get_args(annotation))))
    return Leaf(_kind(annotation, metadata), label)


def _bare(annotation: Any, metadata: list[Any]) -> tuple[Any, list[Any]]:
    """Without `| None` and `Annotated`; what Annotated said is kept."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            metadata += more
        elif get_origin(annotation) in {Union, UnionType}:
            [annotation] = [a for a in get_args(annotation) if a is not NoneType]
        else:
            return annotation, metadata


def _says(metadata: Sequence[Any], of: Any) -> bool:
    """The marks of an Annotated type are all there."""
    return all(any(mark == held for held in metadata) for mark in of.__metadata__)


_PLAIN: Mapping[type, Kind] = {
    bool: Kind.YES_NO,
    int: Kind.WHOLE,
    date: Kind.DAY,
    Decimal: Kind.DEGREES,
}


def _kind(annotation: Any, metadata: Sequence[Any]) -> Kind:
    if _says(metadata, Quantity):
        return Kind.NUMBER
    if _says(metadata, Period):
        return Kind.PERIOD
    if _says(metadata, UnitCode):
        return Kind.UNIT
    return _PLAIN.get(annotation, Kind.TEXT)


def groups(node: Node, path: str) -> Iterator[tuple[str, Group]]:
    """Every group below a node, by its path without numbers."""
    if isinstance(node, Group):
        yield path, node
        node = node.each
    if isinstance(node, Branch):
        for name, child in node.children.items():
            yield from groups(child, f"{path}.{name}")
