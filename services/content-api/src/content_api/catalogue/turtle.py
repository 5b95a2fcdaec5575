"""The same graph as Turtle. It knows only what the catalogue uses of JSON-LD."""

from collections.abc import Iterator, Mapping
from typing import Any

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_UNSAFE = {code: f"%{code:02X}" for code in (*range(33), *b'<>"{}|^`\\')}


def render(graph: Mapping[str, Any]) -> str:
    prefixes = [f"@prefix {name}: <{iri}> ." for name, iri in graph["@context"].items()]
    return "\n".join([*prefixes, "", *_subjects(graph)]) + "\n"


def _subjects(node: Mapping[str, Any]) -> Iterator[str]:
    """One block a subject; what is nested in it follows as subjects of their own."""
    inner: list[Mapping[str, Any]] = []
    lines = [f"a {node['@type']}"]
    for name, value in node.items():
        if name.startswith("@"):
            continue
        for one in value if isinstance(value, list) else [value]:
            lines.append(f"{name} {_object(one)}")
            if isinstance(one, Mapping) and "@id" in one and "@type" in one:
                inner.append(one)
    yield f"{_iri(node['@id'])}\n    " + " ;\n    ".join(lines) + " .\n"
    for one in inner:
        yield from _subjects(one)


def _object(value: Any) -> str:
    if not isinstance(value, Mapping):
        return _text(str(value))
    if "@id" in value:
        return _iri(value["@id"])
    if "@language" in value:
        return f"{_text(value['@value'])}@{value['@language']}"
    return f"{_text(value['@value'])}^^{value['@type']}"


def _text(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'


def _iri(iri: str) -> str:
    return f"<{iri.translate(_UNSAFE)}>"
