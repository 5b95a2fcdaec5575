"""The sample dataset as it is packaged: items that name each other, and files."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from phohien_stack.embedded.errors import StackError


@dataclass(frozen=True)
class Medium:
    """One file of a group; the group has one for each language or few."""

    file: str
    filetype: str
    role: str
    languages: tuple[str, ...]
    rights: dict[str, str]
    texts: dict[str, dict[str, str]]


@dataclass(frozen=True)
class Sample:
    id: str
    body: dict[str, Any]
    relations: tuple[dict[str, str], ...]
    media: tuple[str, ...]

    @property
    def agency(self) -> str:
        return str(self.body["agency_code"])

    @property
    def languages(self) -> list[str]:
        return list(self.body["languages"])


class Dataset:
    def __init__(self, folder: Traversable | None = None) -> None:
        self._folder = folder or files("phohien_stack") / "dataset"

    @cached_property
    def groups(self) -> dict[str, list[Medium]]:
        held = json.loads((self._folder / "assets.json").read_text(encoding="utf-8"))
        return {
            name: [
                Medium(**{**entry, "languages": tuple(entry["languages"])})
                for entry in entries
            ]
            for name, entries in held.items()
        }

    @cached_property
    def samples(self) -> list[Sample]:
        """Each after those it relates to, whose keys it needs."""
        found = {
            entry["id"]: Sample(
                entry["id"],
                entry["body"],
                tuple(entry["relations"]),
                tuple(entry["media"]),
            )
            for path in sorted(
                (self._folder / "items").iterdir(), key=lambda path: path.name
            )
            for entry in json.loads(path.read_text(encoding="utf-8"))
        }
        return list(_in_order(found))

    @property
    def agencies(self) -> list[str]:
        return sorted({sample.agency for sample in self.samples})

    def content(self, file: str) -> bytes:
        return (self._folder / "files" / file).read_bytes()


def _in_order(samples: dict[str, Sample]) -> Iterator[Sample]:
    given: set[str] = set()
    waiting = dict(samples)
    while waiting:
        free = [
            sample
            for sample in waiting.values()
            if all(relation["to"] in given for relation in sample.relations)
        ]
        if not free:
            raise StackError(f"the dataset's relations run in a circle: {[*waiting]}")
        for sample in free:
            given.add(sample.id)
            del waiting[sample.id]
            yield sample


def entitled(target: str, *, on: date) -> set[tuple[str, str]]:
    """Which agency may send which type to `target`, from the service's own table."""
    table = files("content_api") / "targets" / "data" / "entitlements.csv"
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return {
        (row["agency"], row["type"])
        for row in rows
        if row["target"] == target
        and (not row["valid_from"] or date.fromisoformat(row["valid_from"]) <= on)
        and (not row["valid_to"] or date.fromisoformat(row["valid_to"]) > on)
    }
