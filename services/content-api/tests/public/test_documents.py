"""Cards, and which picture stands on them."""

import pytest

from content_api.public.documents import card


@pytest.fixture
def make_doc():
    def make(**given) -> dict:
        return {
            "key": "hy-event-1",
            "id": "0199",
            "type": "event",
            "locale": "vi",
            "slug": "le-hoi",
            "title": "Lễ hội",
            "summary": "",
            "agency": {"code": "svhttdl", "name": "Sở Văn hóa"},
            "fi_category": "culture",
            "topics": [],
            "units": [],
            "texts": {"body": "dài"},
            "fields": {},
            "relations": [],
            "media": [],
            "revision": 1,
            "hash": "0" * 64,
            "released_at": "2026-11-23T00:00:00+00:00",
            **given,
        }

    return make


@pytest.fixture
def make_medium():
    def make(role: str, ordinal: int, *presets: str) -> dict:
        return {
            "role": role,
            "ordinal": ordinal,
            "alt": f"{role} {ordinal}",
            "renditions": [
                {
                    "preset": preset,
                    "url": f"/m/{role}{ordinal}/{preset}-1.webp",
                    "mime": "image/webp",
                    "width": 1,
                    "height": 1,
                }
                for preset in presets
            ],
        }

    return make


def test_a_card_is_a_part_of_its_document(make_doc) -> None:
    document = make_doc()

    small = card(document)

    assert {name: document[name] for name in small if name != "thumbnail"} == {
        name: value for name, value in small.items() if name != "thumbnail"
    }
    assert small["thumbnail"] is None
    assert "texts" not in small


def test_the_cover_is_the_thumbnail_even_if_it_comes_later(
    make_doc, make_medium
) -> None:
    media = [make_medium("brochure", 0, "preview"), make_medium("cover", 3, "card")]

    assert card(make_doc(media=media))["thumbnail"] == {
        "url": "/m/cover3/card-1.webp",
        "mime": "image/webp",
        "width": 1,
        "height": 1,
        "alt": "cover 3",
    }


def test_a_medium_without_a_picture_is_passed_over(make_doc, make_medium) -> None:
    media = [make_medium("gallery", 0, "download"), make_medium("gallery", 1, "thumb")]

    assert card(make_doc(media=media))["thumbnail"]["alt"] == "gallery 1"
