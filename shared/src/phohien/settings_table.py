"""The table of variables in the documents, made from the settings classes."""

from collections.abc import Iterable

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from pydantic_settings import BaseSettings

HEAD = ("| variable | default | what |", "| --- | --- | --- |")


def _variable(cls: type[BaseSettings], name: str, field: FieldInfo) -> str:
    if isinstance(field.validation_alias, str):
        return field.validation_alias
    return f"{cls.model_config.get('env_prefix', '')}{name}".upper()


def _default(field: FieldInfo) -> str:
    if not field.repr:
        return "(secret)" if field.default is PydanticUndefined else "none"
    if field.default is PydanticUndefined:
        return "(required)"
    return "none" if field.default in {None, ""} else f"`{field.default}`"


def _is_nested(field: FieldInfo) -> bool:
    kind = field.annotation
    return isinstance(kind, type) and issubclass(kind, BaseSettings)


def rows(cls: type[BaseSettings]) -> list[tuple[str, str, str]]:
    """Variable, default and meaning of every setting `cls` reads."""
    return [
        (_variable(cls, name, field), _default(field), field.description or "")
        for name, field in cls.model_fields.items()
        if not _is_nested(field)
    ]


def table(classes: Iterable[tuple[str, type[BaseSettings]]]) -> str:
    """Markdown: a heading and a table for each class, a variable said only once."""
    said: set[str] = set()
    parts: list[str] = []
    for title, cls in classes:
        fresh = [row for row in rows(cls) if row[0] not in said]
        said |= {row[0] for row in fresh}
        lines = [f"| `{name}` | {default} | {text} |" for name, default, text in fresh]
        head = [
            f"## {title}",
            "",
            "| variable | default | what |",
            "| --- | --- | --- |",
        ]
        parts.append("\n".join([*head, *lines]))
    return "\n\n".join(parts) + "\n"
