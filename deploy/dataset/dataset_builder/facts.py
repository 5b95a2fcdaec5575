"""The sourced facts, and how a row becomes a figure with its date and source."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

BUILDER = Path(__file__).resolve().parent.parent
DATASET = BUILDER.parent / "stack/src/phohien_stack/dataset"
_URL = re.compile(r"https?://\S+")
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True)
class Fact:
    group: str
    subject: str
    attribute: str
    value: str
    as_of: str
    source: str
    confidence: str
    note: str


@cache
def texts(name: str) -> Any:
    return yaml.safe_load((BUILDER / f"texts/{name}.yaml").read_text("utf-8"))


@cache
def all_facts() -> tuple[Fact, ...]:
    with (DATASET / "facts.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Fact(**row) for row in csv.DictReader(file))


def find(subject: str, attribute: str) -> Fact | None:
    """The first such row: the official one stands before a broker's."""
    rows = [
        fact
        for fact in all_facts()
        if fact.subject == subject and fact.attribute == attribute
    ]
    return rows[0] if rows else None


def fact(subject: str, attribute: str) -> Fact:
    found = find(subject, attribute)
    if found is None:
        raise LookupError(f"no fact {subject!r} / {attribute!r}")
    return found


def period(row: Fact) -> str:
    """The time a fact holds for, as the types write it."""
    if row.as_of.startswith("undated (c. 2022-23)"):
        return "2022-2023"
    if _DAY.fullmatch(row.as_of):
        return row.as_of
    raise ValueError(f"{row.subject}: no usable date in {row.as_of!r}")


def addresses(row: Fact) -> list[str]:
    return _URL.findall(row.source)


def source(row: Fact) -> dict[str, str]:
    urls = addresses(row)
    return {"url": urls[0]} if urls else {"text": row.source}


def figure(
    row: Fact, unit: str, value: str | None = None, precision: str = "exact"
) -> dict[str, Any]:
    """A cited number; `value` must be printed in the row it comes from."""
    number = value or row.value
    printed = f"{row.value} {row.note}".replace(",", "").replace(".", "")
    if number.replace(".", "") not in printed:
        raise ValueError(f"{number} is not in the row of {row.subject}")
    made: dict[str, Any] = {
        "value": number,
        "unit": unit,
        "as_of": period(row),
        "source": source(row),
    }
    if row.as_of.startswith("undated"):
        made["as_of_note"] = texts("notices")["undated"]["note"]
    if precision != "exact":
        made["precision"] = precision
    return made
