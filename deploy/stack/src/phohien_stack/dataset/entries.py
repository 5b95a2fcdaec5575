"""The files of the dataset, read and given a shape."""

import json
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from pydantic import BaseModel, ConfigDict

# In the order of entry: a relation points to something entered before.
FILES = (
    "industrial_parks",
    "products",
    "destinations",
    "events",
    "activities",
    "enterprises",
    "legal_documents",
    "articles",
    "publications",
    "galleries",
    "links",
)


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Relation(Part):
    kind: str
    to: str


class Entry(Part):
    """One item; `body` is what the staff interface takes, without keys and assets."""

    id: str
    relations: tuple[Relation, ...]
    media: tuple[str, ...]
    body: dict[str, Any]

    @property
    def agency(self) -> str:
        return str(self.body["agency_code"])

    @property
    def type(self) -> str:
        return str(self.body["type"])

    @property
    def title(self) -> str:
        return str(self.body["languages"]["vi"]["title"])

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.body["languages"])


class Asset(Part):
    """A picture or brochure: its file, where it is shown and what it shows."""

    file: str
    filetype: str
    role: str
    languages: tuple[str, ...]
    rights: dict[str, str]
    texts: dict[str, dict[str, str]]

    def content(self) -> bytes:
        return _folder().joinpath("files", self.file).read_bytes()


class Person(Part):
    """An account of the demonstration; never a real person."""

    username: str
    name: str
    agency_code: str | None
    roles: tuple[str, ...]


class Offers(Part):
    """What the coordinator offers to a target."""

    target: str
    languages: tuple[str, ...]
    types: tuple[str, ...]
    items: tuple[str, ...]


def _folder() -> Traversable:
    return files("phohien_stack.dataset")


def _read(name: str) -> Any:
    return json.loads(_folder().joinpath(name).read_text("utf-8"))


@cache
def all_entries() -> tuple[Entry, ...]:
    return tuple(
        Entry.model_validate(entry)
        for name in FILES
        for entry in _read(f"items/{name}.json")
    )


@cache
def all_assets() -> dict[str, tuple[Asset, ...]]:
    return {
        name: tuple(Asset.model_validate(asset) for asset in assets)
        for name, assets in _read("assets.json").items()
    }


@cache
def all_people() -> tuple[Person, ...]:
    return tuple(Person.model_validate(person) for person in _read("people.json"))


@cache
def offers() -> Offers:
    return Offers.model_validate(_read("offers.json"))
