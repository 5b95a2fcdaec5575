"""The templates in this package, read as they stand."""

import re
from dataclasses import dataclass
from importlib.resources import files

import yaml

from asean_sync.templates.errors import TemplateNotFoundError
from phohien.errors import Text

TARGET = re.compile(r"^  target: .*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Template:
    name: str
    connector: str
    note: str


def listed() -> list[Template]:
    found = []
    for name in names():
        header = yaml.safe_load(text_of(name))["profile"]
        found.append(Template(name, header["connector"], header["note"]))
    return found


def names() -> list[str]:
    folder = files("asean_sync.templates")
    return sorted(
        one.name.removesuffix(".yaml")
        for one in folder.iterdir()
        if one.name.endswith(".yaml")
    )


def text_of(name: str, target: str | None = None) -> str:
    """With another target's code in place of the template's own."""
    if name not in names():
        known = ", ".join(names())
        raise TemplateNotFoundError(
            Text(vi=f"Các mẫu hiện có: {known}.", en=f"Templates there are: {known}.")
        )
    path = files("asean_sync.templates") / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    return TARGET.sub(f"  target: {target}", text, count=1) if target else text
