"""Reads a profile file and says, with the line, what is wrong in it. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError as SchemaError
from pydantic import ValidationError

from asean_sync.profiles import consistency, kinds
from asean_sync.profiles.document import Problem, Profile
from asean_sync.profiles.errors import ProfileRefusedError
from phohien.errors import FieldProblem, Text

MOST_BYTES = 256 * 1024
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong: where in the file, and why."""

    line: int
    place: Place
    reason: str


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


class _UnreadableError(Exception):
    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line, self.reason = line, reason


def read_profile(text: str, name: str) -> Profile:
    """The profile in `text`; `name` is the file's, for the messages."""
    try:
        located = _locate(text)
    except _UnreadableError as error:
        raise _refused(name, [Finding(error.line, (), error.reason)]) from error
    findings = list(_against_schema(located))
    if findings:
        raise _refused(name, findings)
    try:
        profile = Profile.model_validate(located.data)
    except ValidationError as error:
        raise _refused(name, list(_against_model(located, error))) from error
    findings = [
        Finding(located.line_of(place), place, why)
        for place, why in _against_each_other(profile)
    ]
    if findings:
        raise _refused(name, findings)
    return profile


def _against_each_other(profile: Profile) -> Iterator[Problem]:
    spec = kinds.spec_of(profile.profile.connector)
    yield from consistency.problems(profile)
    if spec.options is not None:
        try:
            spec.options.model_validate(profile.options)
        except ValidationError as error:
            for place, why in _model_problems(error):
                yield ("options", *place), why
            return
    if spec.problems is not None:
        yield from spec.problems(profile)


def _refused(name: str, findings: list[Finding]) -> ProfileRefusedError:
    findings = sorted(findings, key=lambda finding: finding.line)
    listed = "; ".join(f"{name}:{one.line}: {one.reason}" for one in findings)
    return ProfileRefusedError(
        Text(
            vi=f"Sửa hồ sơ rồi gửi lại. {listed}", en=f"Correct the profile. {listed}"
        ),
        errors=[
            FieldProblem(
                pointer="/" + "/".join(str(part) for part in one.place),
                detail=f"{name}:{one.line}: {one.reason}",
                code="profile",
            )
            for one in findings
        ],
    )


def _locate(text: str) -> Located:
    if len(text.encode()) > MOST_BYTES:
        raise _UnreadableError(1, f"the file is larger than {MOST_BYTES} bytes")
    try:
        # An alias can blow a small file up to gigabytes; a profile needs none.
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                raise _UnreadableError(
                    _line(event.start_mark), "aliases (*name) are not allowed"
                )
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = _line(error.problem_mark)
        raise _UnreadableError(line, f"not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise _UnreadableError(1, f"not YAML: {error}") from error
    if not isinstance(node, yaml.MappingNode):
        raise _UnreadableError(1, "a profile is a mapping of blocks")
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
            raise _UnreadableError(line, "a field name is plain text")
        key = str(key_node.value)
        if key in found:
            raise _UnreadableError(line, f"the field {key!r} is here twice")
        lines[(*place, key)] = line
        found[key] = _value(value_node, (*place, key), lines)
    return found


def _against_schema(located: Located) -> Iterator[Finding]:
    validator = Draft202012Validator(kinds.json_schema())
    for error in validator.iter_errors(located.data):
        yield from _explain(located, error)


def _explain(located: Located, error: SchemaError) -> Iterator[Finding]:
    place = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        known = _schema_of(error).get("properties", {})
        for name in sorted(set(_object(error.instance)) - set(known)):
            there = (*place, name)
            yield Finding(located.line_of(there), there, f"unknown field {name!r}")
        return
    if error.schema is False:
        kind = located.data["profile"]["connector"]
        why = f"{kind} has no block {str(place[-1])!r}: remove it"
        yield Finding(located.line_of(place), place, why)
        return
    if error.validator in {"anyOf", "oneOf"} and error.context:
        yield from _explain(located, _telling(error.context, error.instance))
        return
    yield Finding(located.line_of(place), place, error.message)


def _schema_of(error: SchemaError) -> dict[str, Any]:
    return _object(error.schema)


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _telling(context: Sequence[SchemaError], instance: Any) -> SchemaError:
    """Of the alternatives that failed, the one the writer most likely meant."""
    not_null = [one for one in context if _schema_of(one).get("type") != "null"]
    fitting = [
        one
        for one in not_null
        if not (one.validator == "type" and one.instance is instance)
        and not (one.validator == "enum" and not isinstance(instance, str))
    ]
    candidates = fitting or not_null or list(context)
    return max(candidates, key=lambda one: len(one.absolute_path))


def _against_model(located: Located, error: ValidationError) -> Iterator[Finding]:
    for place, reason in _model_problems(error):
        yield Finding(located.line_of(place), place, reason)


def _model_problems(error: ValidationError) -> Iterator[Problem]:
    for problem in error.errors(include_url=False):
        yield tuple(problem["loc"]), problem["msg"].removeprefix("Value error, ")
