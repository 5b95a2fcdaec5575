"""Closed lists kept as data: categories of external information, topics, relations."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from phohien.errors import FieldProblem, Text


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a list, and the text that sets it."""

    code: str
    name: Text
    source: str | None


@cache
def terms(name: str) -> dict[str, Term]:
    """The list called `fi_category`, `topic` or `relation`, in its own order."""
    path = files("content_api.types").joinpath("data", "vocabulary.csv")
    rows = csv.DictReader(path.read_text("utf-8").splitlines())
    return {
        row["code"]: Term(
            code=row["code"],
            name=Text(vi=row["name_vi"], en=row["name_en"]),
            source=row["source"] or None,
        )
        for row in rows
        if row["list"] == name
    }


def unknown(name: str, codes: Iterable[tuple[str, str]]) -> list[FieldProblem]:
    """Problems of the (pointer, code) pairs whose code is not in the list."""
    known = terms(name)
    listed = ", ".join(known)
    detail = Text(
        vi=f"Mã này không có trong danh sách; hãy chọn một trong: {listed}.",
        en=f"This code is not in the list; choose one of: {listed}.",
    )
    return [
        FieldProblem(pointer, detail, f"{name.replace('_', '-')}-unknown")
        for pointer, code in codes
        if code not in known
    ]
