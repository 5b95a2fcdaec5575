"""Fields and texts of an item, checked against its type and made canonical."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from content_api.types import messages, registry
from phohien.errors import FieldProblem, Text
from phohien.schemas import In


@dataclass(frozen=True, slots=True)
class Checked:
    """Canonical content, or why it is not: `fields` and `texts` are JSON-ready.

    Canonical content has no floats, no nulls and nothing that equals its default, so
    that the same facts always have the same hash. Parts with problems are left out.
    """

    fields: dict[str, Any]
    texts: dict[str, dict[str, Any]]
    problems: tuple[FieldProblem, ...]


def check(
    type_code: str, fields: Mapping[str, Any], texts: Mapping[str, Mapping[str, Any]]
) -> Checked:
    """Never raises for content; only an unknown type is an error."""
    content_type = registry.get(type_code)
    problems: list[FieldProblem] = []
    model = _parsed(content_type.fields, fields, "/fields", problems)
    if model is not None:
        problems += _broken(content_type.rules, model)
    clean = {}
    for language, words in texts.items():
        parsed = _parsed(content_type.texts, words, f"/texts/{language}", problems)
        if parsed is not None:
            clean[language] = canonical(parsed)
    return Checked(
        fields=canonical(model) if model is not None else {},
        texts=clean,
        problems=tuple(problems),
    )


def gaps(
    type_code: str, fields: Mapping[str, Any], words: Mapping[str, Any]
) -> list[FieldProblem]:
    """What a draft may leave open and a release may not, for one language's texts."""
    detail = Text(
        vi="Cần có trường này trước khi công bố.",
        en="This field is needed before the release.",
    )
    have = {"fields": fields, "texts": words}
    return [
        FieldProblem(f"/{pointer}", detail, "needed-for-release")
        for pointer in registry.get(type_code).needed
        if not have[pointer.partition("/")[0]].get(pointer.partition("/")[2])
    ]


def offer_problems(type_code: str, fields: Mapping[str, Any]) -> list[FieldProblem]:
    """Why released content may still not go to a target; `fields` are canonical."""
    content_type = registry.get(type_code)
    return _broken(content_type.offer_rules, content_type.fields.model_validate(fields))


def canonical(model: In) -> dict[str, Any]:
    dumped = model.model_dump(mode="json", exclude_defaults=True)
    return {name: _without_gaps(value) for name, value in dumped.items()}


def _without_gaps(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _without_gaps(item) for key, item in value.items() if item is not None
        }
    if isinstance(value, list):
        return [_without_gaps(item) for item in value]
    return value


def _parsed(
    model: type[In], content: Mapping[str, Any], at: str, problems: list[FieldProblem]
) -> In | None:
    try:
        return model.model_validate(dict(content))
    except ValidationError as exc:
        problems += [
            messages.problem(at, found) for found in exc.errors(include_url=False)
        ]
        return None


def _broken(rules: Iterable[Any], model: In) -> list[FieldProblem]:
    return [found for rule in rules for found in rule(model)]
