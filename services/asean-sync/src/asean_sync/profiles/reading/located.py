"""A YAML file as data, and on which line it says what. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

MOST_BYTES = 256 * 1024
MOST_NESTED = 40
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Located:
    """What a file says, and on which line it says it."""

    data: Any
    lines: dict[Place, int]

    def line_of(self, place: Sequence[str | int]) -> int:
        """Of the nearest enclosing block when the place itself is missing."""
        parts = tuple(place)
        while parts and parts not in self.lines:
            parts = parts[:-1]
        return self.lines.get(parts, 1)


class UnreadableError(Exception):
    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line, self.reason = line, reason


def locate(text: str) -> Located:
    if len(text.encode(errors="surrogatepass")) > MOST_BYTES:
        raise UnreadableError(1, f"the file is larger than {MOST_BYTES} bytes")
    try:
        # An alias can blow a small file up to gigabytes; a profile needs none.
        # And one nested without end spends all there is to call with.
        depth = 0
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > MOST_NESTED:
                line = _line(event.start_mark)
                raise UnreadableError(line, f"nested deeper than {MOST_NESTED}")
            if isinstance(event, yaml.AliasEvent):
                raise UnreadableError(
                    _line(event.start_mark), "aliases (*name) are not allowed"
                )
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = _line(error.problem_mark)
        raise UnreadableError(line, f"not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise UnreadableError(1, f"not YAML: {error}") from error
    if not isinstance(node, yaml.MappingNode):
        raise UnreadableError(1, "a profile is a mapping of blocks")
    lines: dict[Place, int] = {}
    return Located(_value(node, (), lines), lines)


def _line(mark: Any) -> int:
    return mark.line + 1 if mark else 1


def _value(node: yaml.Node, place: Place, lines: dict[Place, int]) -> Any:
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, lines)
    if isinstance(node, yaml.SequenceNode):
        return [
            _value(item, (*place, index), lines)
            for index, item in enumerate(node.value)
        ]
    if node.tag.endswith((":timestamp", ":binary")):
        return str(node.value)  # JSON has no dates; a quoted one means the same
    return yaml.SafeLoader("").construct_object(node)


def _mapping(
    node: yaml.MappingNode, place: Place, lines: dict[Place, int]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise UnreadableError(line, "a field name is plain text")
        key = str(key_node.value)
        if key in found:
            raise UnreadableError(line, f"the field {key!r} is here twice")
        lines[(*place, key)] = line
        found[key] = _value(value_node, (*place, key), lines)
    return found
