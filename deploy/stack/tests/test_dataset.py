"""The sample dataset is what it says: sourced, dated, whole, and fit to be entered."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from content_api.types import vocabulary
from content_api.types.check import check, gaps
from phohien import markings
from phohien_stack.dataset import accounts, offering
from phohien_stack.dataset.entries import (
    Asset,
    Entry,
    all_assets,
    all_entries,
    all_people,
    offers,
)

LARGEST = 256 * 1024
DATASET = files("phohien_stack") / "dataset"
ENTRIES = {entry.id: entry for entry in all_entries()}
ASSETS = {asset.file: asset for group in all_assets().values() for asset in group}
BROCHURES = [asset for asset in ASSETS.values() if asset.filetype == "application/pdf"]
NOTICE = {
    "vi": "không phải ấn phẩm chính thức",
    "en": "not an official publication",
    "zh-Hans": "非官方出版物",
    "ja": "公式の刊行物ではありません",
    "fr": "pas une publication officielle",
}


def rows(package: str, *path: str) -> list[dict[str, str]]:
    text = files(package).joinpath(*path).read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def parts(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from parts(inner)


def figures(entry: Entry) -> list[dict[str, Any]]:
    return [
        part
        for part in parts(entry.body["fields"])
        if isinstance(part, dict) and {"value", "unit"} <= part.keys()
    ]


def digits(text: str) -> str:
    return re.sub(r"[.,]", "", text)


def text_of(asset: Asset) -> str:
    document = pypdfium2.PdfDocument(asset.content())
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return " ".join(" ".join(pages).split())


@pytest.fixture(params=list(ENTRIES))
def entry(request: pytest.FixtureRequest) -> Entry:
    return ENTRIES[request.param]


@pytest.fixture(params=[asset.file for asset in BROCHURES])
def brochure(request: pytest.FixtureRequest) -> Asset:
    return ASSETS[request.param]


class TestItems:
    def test_are_seventeen_parks_and_at_least_fifteen_others(self) -> None:
        parks = [one for one in all_entries() if one.type == "industrial_park"]

        assert len(parks) == 17
        assert len(all_entries()) - len(parks) >= 15

    def test_of_parks_add_up_to_the_printed_total(self) -> None:
        areas = [
            Decimal(one.body["fields"]["area"]["value"])
            for one in all_entries()
            if one.type == "industrial_park"
        ]

        assert sum(areas) == Decimal("4395.43")

    def test_pass_the_rules_of_their_type(self, entry: Entry) -> None:
        checked = check(entry.type, entry.body["fields"], entry.body["languages"])

        assert checked.problems == ()
        for words in checked.texts.values():
            assert gaps(entry.type, checked.fields, words) == []
        # What is stored is what was written: nothing is cleaned away.
        assert checked.texts == entry.body["languages"]

    def test_use_known_categories_topics_and_units(self, entry: Entry) -> None:
        units = {row["code"] for row in rows("content_api.units", "data", "units.csv")}

        assert entry.body["fi_category"] in vocabulary.terms("fi_category")
        assert set(entry.body["topics"]) <= vocabulary.terms("topic").keys()
        assert set(entry.body["unit_codes"]) <= units

    def test_relate_to_items_that_relate_to_nothing(self, entry: Entry) -> None:
        for relation in entry.relations:
            assert relation.kind in vocabulary.terms("relation")
            assert ENTRIES[relation.to].relations == ()

    def test_carry_no_secrecy_marking(self, entry: Entry) -> None:
        texts = [part for part in parts(entry.body) if isinstance(part, str)]

        assert [found for text in texts for found in markings.scan(text)] == []

    def test_have_titles_nobody_else_has(self) -> None:
        places = {(one.agency, one.type, one.title) for one in all_entries()}

        assert len(places) == len(all_entries())

    def test_name_no_rent_and_no_private_contact(self, entry: Entry) -> None:
        names = {
            name
            for part in parts(entry.body["fields"])
            if isinstance(part, dict)
            for name in part
        }

        assert not names & {"rent", "contact", "phone", "email"}

    def test_mark_every_point_as_approximate(self, entry: Entry) -> None:
        points = [
            part
            for part in parts(entry.body["fields"])
            if isinstance(part, dict) and "lat" in part
        ]

        assert all(point["approximate"] and point["source"] for point in points)


class TestFigures:
    def test_say_when_and_where_from(self, entry: Entry) -> None:
        for figure in figures(entry):
            assert figure["as_of"]
            assert figure["source"].get("url") or figure["source"].get("text")

    def test_stand_in_the_facts_with_that_source(self, entry: Entry) -> None:
        facts = rows("phohien_stack.dataset", "facts.csv")
        for figure in figures(entry):
            printed = [
                f"{fact['value']} {fact['note']}"
                for fact in facts
                if figure["source"]["url"] in fact["source"]
            ]

            assert any(digits(figure["value"]) in digits(text) for text in printed)


class TestLanguages:
    def test_are_vietnamese_and_english_for_every_item(self, entry: Entry) -> None:
        assert {"vi", "en"} <= set(entry.languages)

    @pytest.mark.parametrize("lang", ["zh-Hans", "ja", "fr"])
    def test_are_five_for_at_least_ten_items(self, lang: str) -> None:
        assert sum(lang in one.languages for one in all_entries()) >= 10

    def test_call_a_park_a_park_in_chinese(self) -> None:
        parks = [one for one in all_entries() if one.type == "industrial_park"]

        assert all(
            "工业园" in one.body["languages"]["zh-Hans"]["title"] for one in parks
        )

    def test_write_english_names_without_vietnamese_letters(self, entry: Entry) -> None:
        title = entry.body["languages"]["en"]["title"]

        assert not re.search(
            r"[ăâđêôơưạảầấậẩắằặẹẻẽếềệểịỉĩọỏốồộổớờợởụủứừựửỵỷỹ]", title, re.IGNORECASE
        )
        assert "Guangzhou" not in str(entry.body["languages"]["en"])

    def test_all_say_that_this_is_no_official_publication(self, entry: Entry) -> None:
        for lang, words in entry.body["languages"].items():
            assert NOTICE[lang] in "".join(words.values())


class TestFiles:
    def test_are_small(self) -> None:
        folders = [DATASET, DATASET / "items", DATASET / "files"]
        held = [path for folder in folders for path in folder.iterdir()]
        sizes = {path.name: len(path.read_bytes()) for path in held if path.is_file()}

        assert {name: size for name, size in sizes.items() if size >= LARGEST} == {}

    def test_are_described_in_every_language_they_are_shown_in(
        self, entry: Entry
    ) -> None:
        for name in entry.media:
            for asset in all_assets()[name]:
                shown = set(asset.languages) & set(entry.languages)

                assert shown
                assert all(asset.texts[lang]["alt"] for lang in shown)
                assert all(asset.rights[name] for name in ("creator", "licence"))

    def test_of_pictures_are_pictures(self) -> None:
        pictures = [asset for asset in ASSETS.values() if asset not in BROCHURES]

        assert len(pictures) >= 4
        for asset in pictures:
            with Image.open(io.BytesIO(asset.content())) as picture:
                assert picture.format == "PNG"
                assert picture.width >= 1000


class TestBrochures:
    def test_are_at_least_three_in_two_languages(self) -> None:
        assert len(BROCHURES) >= 3
        assert {asset.languages for asset in BROCHURES} == {("vi",), ("en",)}

    def test_have_text_that_can_be_taken_out(self, brochure: Asset) -> None:
        text = text_of(brochure)
        expected = "Minh họa, từ nguồn công khai, tính đến ngày ghi"
        if brochure.languages == ("en",):
            expected = "Illustrative, from public sources, as of the date shown"

        assert expected in text
        assert markings.scan(text) == []

    def test_are_tagged_and_carry_their_fonts(self, brochure: Asset) -> None:
        with pikepdf.open(io.BytesIO(brochure.content())) as document:
            fonts = [
                one["/FontDescriptor"]
                for one in document.objects
                if isinstance(one, pikepdf.Dictionary) and "/FontDescriptor" in one
            ]

            assert document.Root.MarkInfo.Marked
            assert "/StructTreeRoot" in document.Root
            assert str(document.Root.Lang) == brochure.languages[0]
            assert fonts
            assert all("/FontFile2" in one or "/FontFile3" in one for one in fonts)


class TestPeople:
    def test_are_an_officer_and_a_leader_for_each_agency(self) -> None:
        known = {
            row["code"] for row in rows("content_api.agencies", "data", "agencies.csv")
        }
        held = {(one.agency_code, role) for one in all_people() for role in one.roles}

        for agency in {one.agency for one in all_entries()}:
            assert agency in known
            assert {(agency, "officer"), (agency, "leader")} <= held

    def test_log_in_with_other_passwords_in_every_installation(self) -> None:
        here, again = accounts.logins("secret of this place"), accounts.logins("x" * 20)

        assert here == accounts.logins("secret of this place")
        assert not {one.password for one in here} & {one.password for one in again}
        assert len({one.password for one in here}) == len(here)


class TestOffers:
    def test_are_of_types_their_agency_is_entitled_to_send(self) -> None:
        today = date(2026, 11, 23)
        entitled = {
            (row["agency"], row["type"])
            for row in rows("content_api.targets", "data", "entitlements.csv")
            if row["target"] == offers().target
            and (not row["valid_to"] or date.fromisoformat(row["valid_to"]) > today)
        }
        offered = [one for one in all_entries() if offering.is_offered(one)]

        assert len(offered) >= 20
        assert {(one.agency, one.type) for one in offered} <= entitled
