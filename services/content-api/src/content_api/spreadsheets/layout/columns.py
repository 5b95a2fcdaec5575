"""The columns of a type, in the order people meet them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from content_api.spreadsheets.layout import shape
from content_api.spreadsheets.layout.shape import Branch, Group, Kind, Leaf, Node
from phohien.errors import Text

Path = tuple[str | int, ...]
TEMPLATE_LANGUAGES = ("vi", "en")
MOST_REPEATS = 12
TEMPLATE_REPEATS = 2
# An outline of thousands of corners is no set of columns.
ALWAYS_JSON = "boundary.ring"


@dataclass(frozen=True, slots=True)
class Column:
    """`code` names the place, such as `fields.phases[1].area.value`."""

    code: str
    path: Path
    leaf: Leaf
    label: Text
    asked: bool

    @property
    def kind(self) -> Kind:
        return self.leaf.kind


def code_of(path: Path) -> str:
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def columns_of(
    type_code: str, languages: Sequence[str], repeats: Mapping[str, int]
) -> list[Column]:
    """Every column there can be; `repeats` says how often each group is written out.

    A group that is not in `repeats` is one column of JSON.
    """
    frame = shape.frame()
    head = [*_walk(frame["key"], ("key",), repeats)]
    texts = shape.texts_of(type_code)
    for name, child in texts.children.items():
        for lang in languages:
            for column in _walk(child, ("texts", lang, name), repeats):
                label = column.label
                named = Text(vi=f"{label.vi} ({lang})", en=f"{label.en} ({lang})")
                head.append(
                    Column(column.code, column.path, column.leaf, named, asked=True)
                )
    rest = [
        column
        for name, child in frame.items()
        if name != "key"
        for column in _walk(child, (name,), repeats)
    ]
    fields = shape.fields_of(type_code)
    body = [
        column
        for name, child in fields.children.items()
        for column in _walk(child, ("fields", name), repeats)
    ]
    return [*head, *rest, *body]


def template_columns(
    type_code: str, languages: Sequence[str] = TEMPLATE_LANGUAGES
) -> list[Column]:
    repeats = dict.fromkeys(groups_of(type_code), TEMPLATE_REPEATS)
    every = columns_of(type_code, languages, repeats)
    return [column for column in every if column.asked]


def groups_of(type_code: str) -> list[str]:
    """Paths of the groups that may be written out as columns."""
    fields = shape.groups(shape.fields_of(type_code), "fields")
    found = [*shape.groups(shape.frame()["relations"], "relations"), *fields]
    return [path for path, _ in found if not path.endswith(ALWAYS_JSON)]


def _walk(
    node: Node, path: Path, repeats: Mapping[str, int], above: Sequence[Text] = ()
) -> Iterator[Column]:
    labels = [*above, node.label]
    if isinstance(node, Leaf):
        yield Column(code_of(path), path, node, _joined(labels), asked=_asked(path))
    elif isinstance(node, Branch):
        yield from _branch(node, path, repeats, labels)
    else:
        yield from _group(node, path, repeats, labels)


def _branch(
    node: Branch, path: Path, repeats: Mapping[str, int], labels: Sequence[Text]
) -> Iterator[Column]:
    figure = shape.is_figure(node)
    for name, child in node.children.items():
        # The value of a figure goes by the name of the figure alone.
        above = labels[:-1] if figure and name == "value" else labels
        for column in _walk(child, (*path, name), repeats, above):
            asked = column.asked and (not figure or name in shape.ASKED)
            label = column.label
            if figure and name == "value":
                label = _joined(labels)
            yield Column(column.code, column.path, column.leaf, label, asked=asked)


def _group(
    node: Group, path: Path, repeats: Mapping[str, int], labels: Sequence[Text]
) -> Iterator[Column]:
    bare = ".".join(str(part) for part in path if not isinstance(part, int))
    count = repeats.get(bare, 0)
    if not count:
        leaf = Leaf(Kind.JSON, node.label)
        yield Column(code_of(path), path, leaf, _joined(labels), asked=False)
        return
    for number in range(count):
        name = node.label
        numbered = Text(vi=f"{name.vi} {number + 1}", en=f"{name.en} {number + 1}")
        above = [*labels[:-1], numbered]
        yield from _branch(node.each, (*path, number), repeats, above)


def _joined(labels: Sequence[Text]) -> Text:
    return Text(
        vi=" - ".join(label.vi for label in labels),
        en=" - ".join(label.en for label in labels),
    )


def _asked(path: Path) -> bool:
    """A template leaves out what few fill in by hand; they can still be columns."""
    return path[-1] != "url" or "source" not in path


def used(draft: Mapping[str, Any], every: Collection[Column]) -> set[str]:
    """Codes of the columns this item has something in."""
    return {column.code for column in every if dig(draft, column.path) is not None}


def dig(draft: Any, path: Path) -> Any:
    """What stands at a place; None for nothing."""
    for part in path:
        if isinstance(part, int):
            if not isinstance(draft, list) or part >= len(draft):
                return None
            draft = draft[part]
        elif isinstance(draft, Mapping):
            draft = draft.get(part)
        else:
            return None
    return None if draft in ("", [], {}) else draft


def plant(draft: dict[str, Any], path: Path, value: Any) -> None:
    """Sets a place, making what leads to it."""
    place: Any = draft
    for part, after in pairwise(path):
        empty: Any = [] if isinstance(after, int) else {}
        if isinstance(part, int):
            place += [{} for _ in range(part + 1 - len(place))]
            place = place[part]
        else:
            place = place.setdefault(part, empty)
    last = path[-1]
    if value is None:
        place.pop(last, None)
    else:
        place[last] = value


def pruned(value: Any) -> Any:
    """Without the empty records that a gap in a list leaves."""
    if isinstance(value, dict):
        kept = {name: pruned(inner) for name, inner in value.items()}
        return {name: inner for name, inner in kept.items() if inner not in ({}, [])}
    if isinstance(value, list):
        return [inner for inner in map(pruned, value) if inner != {}]
    return value
