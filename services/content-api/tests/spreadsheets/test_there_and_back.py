"""Whatever an item holds: out, in, and out again are the same bytes."""

import asyncio
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from content_api.exports import drafts as exports
from content_api.imports.understanding import headers
from content_api.imports.understanding.drafts import Defaults, Layout, laid_over
from content_api.imports.understanding.headers import LANGUAGES, Lexicon
from content_api.imports.understanding.rows import Reader
from content_api.spreadsheets import grid
from content_api.spreadsheets.grid import Grid
from content_api.spreadsheets.layout.showing import guarded, joined, split, unguarded
from content_api.spreadsheets.reading import workbook
from content_api.types import registry

TYPES = [content_type.code for content_type in registry.all_types()]


async def pages(drafts):
    yield drafts


def form_of(type_code, drafts, directory):
    survey = exports.Survey(type_code)
    for draft in drafts:
        survey.look(draft)
    columns = survey.columns()
    survey.mark(drafts, columns)
    return survey.form(columns, directory)


def out(kind, type_code, drafts, directory, path):
    """The file an export makes."""
    form = form_of(type_code, drafts, directory)
    if kind == "xlsx":
        asyncio.run(exports.write_book(path, form, pages(drafts)))
    else:

        async def lines():
            return "".join([t async for t in exports.csv_lines(form, pages(drafts))])

        path.write_bytes(asyncio.run(lines()).encode())
    return path.read_bytes()


def back(kind, type_code, path, directory):
    """What an import makes of the file, in this process: the child has its tests."""
    folder = path.parent
    said = workbook.read(path, folder, "")
    with (folder / "rows.jsonl").open(encoding="utf-8") as file:
        rows = [
            (number, [grid.from_json(cell) for cell in cells])
            for number, cells in map(json.loads, file)
        ]
    none = {"hidden": [], "unread": [], "converted": 0, "peak_kib": 0}
    sheet = Grid(kind, said["sheet"], rows, said["merged"], encoding="", **none)
    lexicon = Lexicon(type_code, list(LANGUAGES), {})
    head = headers.find(sheet, lexicon)
    assert head is not None
    layout = Layout(lexicon.columns)
    found = list(Reader(sheet, head, lexicon.columns, directory).rows())
    assert [said for row in found for said in row.said if said.remark.error] == []
    return [laid_over(None, row, layout, Defaults()) for row in found]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("type_code", TYPES)
def test_export_import_export_is_byte_stable(kind, type_code, drafts_of, directory):
    # Making a failure smaller takes minutes here, and says little more.
    @settings(
        max_examples=6,
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(drafts=drafts_of(type_code))
    def holds(drafts):
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / f"a.{kind}"
            first = out(kind, type_code, drafts, directory, path)
            again = back(kind, type_code, path, directory)
            assert again == drafts
            assert out(kind, type_code, again, directory, path) == first

    holds()


@given(st.lists(st.text(min_size=1).map(str.strip).filter(bool)))
def test_several_values_in_one_cell_are_taken_apart_again(values):
    assert split(joined(values)) == values


@given(st.text())
def test_a_guard_against_formulas_is_taken_off_again(text):
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))
