"""The glossary as a file: the shipped one, out and in again, and what is refused."""

import csv
import io
import secrets

import pytest

from content_api.glossary import files
from content_api.glossary.errors import TermRefusedError
from phohien import clock
from phohien.markings import MarkingFoundError

HEADER = "source_vi,lang,rendering,forbidden,kind,source,valid_from,valid_to\n"


@pytest.fixture
def put(urls):
    async def read_in(text):
        return await files.import_into(urls.owner, text, by="a test", at=clock.now())

    return read_in


@pytest.fixture
def name():
    return "Làng " + "".join(secrets.choice("bcdghklmn") for _ in range(10)).title()


def test_the_shipped_terms_are_sound():
    shipped = files.files("content_api.glossary").joinpath("data", "terms.csv")
    terms = files.read(shipped.read_text("utf-8"))

    units = [term for term in terms if term.kind == "unit" and term.lang == "en"]
    assert len(units) == 104
    assert all(term.source != "unverified" for term in units)
    unnamed = [
        term
        for term in terms
        if term.kind == "unit" and term.lang in {"zh-Hans", "ja", "fr"}
    ]
    assert {term.source for term in unnamed} == {"unverified"}
    (commune,) = [
        term for term in terms if (term.source_vi, term.lang) == ("Quảng Châu", "en")
    ]
    assert "Guangzhou" in commune.forbidden


async def test_loading_it_again_changes_nothing(database, urls):
    at = clock.now()
    async with database.writing() as session:
        first = await files.load_terms(session, at=at)
    before = await files.export_from(urls.owner)
    async with database.writing() as session:
        again = await files.load_terms(session, at=at)

    assert (again, await files.export_from(urls.owner)) == (first, before)


async def test_out_and_in_and_out_again_is_the_same(put, urls, name):
    await put(f"{HEADER}{name},en,A village,Guangzhou;Canton,place,Nguồn,2025-07-01,\n")
    before = await files.export_from(urls.owner)
    report = await put(before)

    assert (report.added, report.changed) == (0, 0)
    assert report.unchanged == len(list(csv.DictReader(io.StringIO(before))))
    assert await files.export_from(urls.owner) == before


async def test_a_line_of_the_same_term_replaces_it(put, urls, name):
    await put(f"{HEADER}{name},en,A village,,place,Nguồn,,\n")
    report = await put(f"{HEADER}{name},en,A hamlet,,place,Nguồn,,\n")

    assert (report.added, report.changed, report.unchanged) == (0, 1, 0)
    assert f"{name},en,A hamlet,," in await files.export_from(urls.owner)


async def test_one_wrong_line_stops_all_and_every_one_is_named(put, urls, name):
    lines = (
        f"{name},en,A village,,place,Nguồn,,\n"
        f"{name},vi,Làng,,place,Nguồn,,\n"
        f"{name},fr,Village,,person,Nguồn,,\n"
        f"{name},de,Dorf,,place,Nguồn,ngày mai,\n"
        f"{name},ja,a,b,place,c,,,d,e\n"
    )
    with pytest.raises(TermRefusedError) as refused:
        await put(HEADER + lines)

    pointers = [problem.pointer for problem in refused.value.errors]
    assert pointers == ["/3/lang", "/4/kind", "/5/valid_from", "/6"]
    assert name not in await files.export_from(urls.owner)


@pytest.mark.parametrize("text", ["", "\ufeff", "a,b\n1,2\n", "source_vi\nx\n", "\x00"])
def test_a_file_that_is_something_else_is_refused(text):
    with pytest.raises(TermRefusedError):
        files.read(text)


async def test_a_marking_in_a_file_is_refused(put, urls, name):
    with pytest.raises(MarkingFoundError):
        await put(f"{HEADER}{name},en,x,,place,Độ mật: TUYỆT MẬT,,\n")

    assert name not in await files.export_from(urls.owner)
