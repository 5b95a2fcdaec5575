"""Reads a profile file and says, with the line, what is wrong in it. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError as SchemaError
from pydantic import ValidationError

from asean_sync.profiles import kinds
from asean_sync.profiles.document import Problem, Profile
from asean_sync.profiles.errors import ProfileRefusedError
from asean_sync.profiles.reading import consistency
from asean_sync.profiles.reading.located import Located, Place, UnreadableError, locate
from phohien.errors import FieldProblem, Text


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong: where in the file, and why."""

    line: int
    place: Place
    reason: str


def read_profile(text: str, name: str) -> Profile:
    """The profile in `text`; `name` is the file's, for the messages."""
    try:
        located = locate(text)
    except UnreadableError as error:
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
    if error.schema == kinds.NEVER:
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
