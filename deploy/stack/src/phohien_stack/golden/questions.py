"""The golden set: what was typed, and what of the sample dataset should come."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import Field, TypeAdapter, ValidationError

from phohien_stack.dataset.entries import Part, all_entries
from phohien_stack.embedded.errors import StackError

PLACE = Path("tests/golden/search.yaml")
Grade = Annotated[int, Field(ge=1, le=3)]


class GoldenQuery(Part):
    """`expect` names entries of the sample dataset; empty: nothing is to be found."""

    id: str
    lang: str
    q: str
    expect: Mapping[str, Grade]
    note: str = ""


def read(path: Path) -> list[GoldenQuery]:
    try:
        found: Any = yaml.safe_load(path.read_text("utf-8"))
        queries = TypeAdapter(list[GoldenQuery]).validate_python(found)
    except (OSError, yaml.YAMLError, ValidationError) as exc:
        raise StackError(f"{path} is no golden set: {exc}") from exc
    known = {entry.id for entry in all_entries()}
    strange = {name for query in queries for name in query.expect} - known
    if strange:
        raise StackError(f"{path} names what is not in the dataset: {sorted(strange)}")
    return queries
