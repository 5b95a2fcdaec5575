import csv
from importlib.resources import files

from content_api.search.index.places import area_of


def test_the_districts_our_source_names_lie_where_the_spans_say():
    text = files("content_api.units").joinpath("data", "predecessors.csv")
    rows = csv.DictReader(text.read_text("utf-8").splitlines())
    named = [row for row in rows if row["code"] and row["district"]]

    found = {(row["code"], row["district"]): area_of(row["code"]) for row in named}

    assert len(found) > 20
    assert [
        written
        for written, area in found.items()
        if area is None or area.district.casefold() != written[1].casefold()
    ] == []


def test_a_code_of_another_province_lies_nowhere():
    assert area_of("00001") is None
    assert area_of("13300") is None
