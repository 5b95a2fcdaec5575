"""What a row would make of an item: what it says laid over what is there."""

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from content_api.imports.understanding.rows import Row
from content_api.items.aggregates.diff import differences
from content_api.items.schemas import ItemDraft
from content_api.spreadsheets.layout.columns import (
    Column,
    code_of,
    dig,
    plant,
    pruned,
)
from phohien import wording
from phohien.errors import FieldProblem, Text

Draft = dict[str, Any]
SHARED = (
    "agency_code",
    "fi_category",
    "topics",
    "unit_codes",
    "fields",
    "relations",
    "media",
    "visible_from",
    "expires_at",
)
# By which value a thing is known when a sheet has no key: a law by its number.
IDENTITIES: Mapping[str, tuple[str | int, ...]] = {
    "legal_document": ("fields", "number"),
    "enterprise": ("fields", "enterprise_code"),
    "procedure": ("fields", "national_code"),
    "investment_project": ("fields", "code"),
}
TITLE = ("texts", "vi", "title")


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the officer says for every row that leaves it open."""

    fi_category: str = ""
    as_of: str = ""
    source: str = ""


class Layout:
    """The columns of a type by code, and where its figures are."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self.columns = columns
        self.figures = [
            column.path[:-1]
            for code, column in columns.items()
            if code.endswith(".unit") and code.startswith("fields.")
        ]


def held_of(body: str, key: str) -> Draft:
    """A stored body in the form rows are laid over."""
    whole = json.loads(body)
    texts = {lang: held["texts"] for lang, held in whole["languages"].items()}
    return {"key": key, **{name: whole[name] for name in SHARED}, "texts": texts}


def laid_over(
    held: Draft | None,
    row: Row,
    layout: Layout,
    defaults: Defaults,
) -> Draft:
    """An empty cell changes nothing; only the word (xóa) takes something away."""
    draft = copy.deepcopy(held) if held else {}
    for code in row.erased:
        if dig(draft, layout.columns[code].path) is not None:
            plant(draft, layout.columns[code].path, None)
    for code, value in row.values.items():
        plant(draft, layout.columns[code].path, value)
    if held is None and defaults.fi_category:
        draft.setdefault("fi_category", defaults.fi_category)
    _complete_figures(draft, row, layout, defaults)
    _enclose(draft)
    cleaned: Draft = pruned(draft)
    return cleaned


def _enclose(draft: Draft) -> None:
    """Files a row names come after the media the item has."""
    files = draft.pop("files", ())
    for one in files:
        held = draft.setdefault("media", [])
        if all(medium.get("asset_id") != one["asset_id"] for medium in held):
            held.append(one)


def _complete_figures(
    draft: Draft, row: Row, layout: Layout, defaults: Defaults
) -> None:
    for base in layout.figures:
        figure = dig(draft, base)
        if not isinstance(figure, dict):
            continue
        if "value" not in figure:
            # A template with units filled in, and no figure.
            if figure.keys() <= {"unit", "precision"}:
                figure.clear()
            continue
        if f"{code_of(base)}.value" not in row.values:
            continue
        if defaults.as_of:
            figure.setdefault("as_of", defaults.as_of)
        if defaults.source:
            figure.setdefault("source", {"text": defaults.source})


def identity(type_code: str, draft: Mapping[str, Any]) -> str:
    """What the row is known by when it carries no key."""
    path = IDENTITIES.get(type_code)
    known = dig(draft, path) if path else None
    title = dig(draft, TITLE)
    if title is None:
        texts = dig(draft, ("texts",)) or {}
        found = (dig(texts, (lang, "title")) for lang in sorted(texts))
        title = next((one for one in found if one), "")
    return str(known or title)


def title_of(draft: Mapping[str, Any]) -> str:
    return str(dig(draft, TITLE) or identity("", draft))


def item_draft(type_code: str, agency_code: str, draft: Draft) -> ItemDraft:
    """Raises ValidationError of pydantic; see `problems_of`."""
    given = {name: draft[name] for name in SHARED if name in draft}
    return ItemDraft.model_validate(
        {
            **given,
            "type": type_code,
            "agency_code": agency_code,
            "languages": draft.get("texts", {}),
        }
    )


def problems_of(refusal: ValidationError) -> list[FieldProblem]:
    found = []
    for error in refusal.errors(include_url=False):
        problem = wording.field_problem({**error, "loc": ("body", *error["loc"])})
        if problem.pointer == "/fi_category" and error["type"] == "missing":
            detail = Text(
                vi="Ghi loại thông tin đối ngoại của dòng, hoặc chọn một loại cho cả"
                " lần nhập (fi_category).",
                en="Give the category of the row, or one for the whole import"
                " (fi_category).",
            )
            problem = FieldProblem(problem.pointer, detail, "missing")
        if problem.pointer == "/languages":
            detail = Text(vi="Dòng chưa có tên.", en="The row has no title.")
            problem = FieldProblem("/languages/vi/title", detail, "missing")
        found.append(problem)
    return found


def code_at(pointer: str) -> str:
    """`/fields/phases/0/area` is `fields.phases[1].area`."""
    parts = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")]
    if parts[1:2] == ["languages"]:
        parts[1] = "texts"
    path = [int(part) if part.isdecimal() else part for part in parts[1:]]
    return code_of(tuple(path))


def column_at(pointer: str, columns: Mapping[str, Column]) -> Column | None:
    """The column of a problem: its own, else the first one of what it is part of."""
    code = code_at(pointer)
    while code:
        if code in columns:
            return columns[code]
        below = next((c for c in columns if c.startswith((f"{code}.", f"{code}["))), "")
        if below and "." in code:
            return columns[below]
        code = code.rpartition("[" if code.endswith("]") else ".")[0]
    return None


def changes(
    held: Draft, draft: Draft, columns: Mapping[str, Column]
) -> list[dict[str, Any]]:
    """What an update changes, place by place, with the name of the column."""
    found = []
    for one in differences(held, draft):
        column = column_at(one["pointer"], columns)
        label = column.label if column else Text(vi=one["pointer"], en=one["pointer"])
        found.append(
            {
                "column": code_at(one["pointer"]),
                "vi": label.vi,
                "en": label.en,
                "before": one["before"],
                "after": one["after"],
            }
        )
    return found
