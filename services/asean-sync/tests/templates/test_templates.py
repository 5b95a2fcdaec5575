"""Every template is right as it stands, says what it is, and carries a real item."""

from uuid import UUID

import pytest

from asean_sync.mapping.item import Media, Released, units
from asean_sync.mapping.render import render_item
from asean_sync.profiles.check import read_profile
from asean_sync.templates import shelf
from asean_sync.templates.errors import TemplateNotFoundError

ID = UUID(int=7)
DOC = {
    "type": "enterprise",
    "fi_category": "image_promotion",
    "title": "Công ty Nhãn lồng Phố Hiến",
    "summary": "Chế biến nhãn lồng xuất khẩu",
    "texts": {"body": "<p>Thành lập năm 2010</p>"},
    "fields": {"established": "2010"},
    "agency": {"code": "izb", "name": "Sở Công Thương"},
    "topics": ["specialties", "trade"],
    "released_at": "2026-11-23T00:00:00Z",
    "revision": 1,
}
COVER = Media(ID, "cover", 0, "/m/a/large-1.jpg", "ab" * 32, 9, "image/jpeg", "a.jpg")


@pytest.fixture(params=shelf.names())
def template(request):
    return request.param


@pytest.fixture
def enterprise():
    def make(lang):
        return Released(ID, lang, "hy-enterprise-1", "c1", ID, DOC, (COVER,))

    return [make("vi"), make("en")]


def test_the_five_kinds_of_target_of_the_plan_have_one():
    assert shelf.names() == [
        "asean-bis-pack",
        "asean-viet-nam-portal",
        "national-asean-share",
        "national-database",
        "wordpress-portal",
    ]


def test_it_is_right_and_says_that_it_is_a_template(template):
    text = shelf.text_of(template)
    assert text.startswith("# MẪU. ")
    assert "\n# TEMPLATE. " in text
    profile = read_profile(text, template)
    assert profile.profile.note.startswith("Template; ")
    assert profile.profile.version == 1
    other = read_profile(shelf.text_of(template, "cong-khac"), template)
    assert other.profile.target == "cong-khac"
    assert other.map == profile.map


def test_it_carries_an_item_of_two_languages_with_a_picture(template, enterprise):
    profile = read_profile(shelf.text_of(template), template)
    made = [render_item(unit, profile) for unit in units(enterprise, profile)]
    assert len(made) == (1 if profile.per_item else 2)
    for rendered in made:
        assert rendered.problems == ()
        assert "Công ty Nhãn lồng Phố Hiến" in str(rendered.payload)


def test_a_template_nobody_wrote_is_answered_with_those_there_are():
    with pytest.raises(TemplateNotFoundError, match="wordpress-portal"):
        shelf.text_of("../errors")
