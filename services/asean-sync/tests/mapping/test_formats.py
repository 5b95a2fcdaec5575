"""Standard payloads, judged by the standards' own schemas."""

import json
from pathlib import Path
from uuid import UUID

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from asean_sync.mapping.item import Media, Released
from asean_sync.mapping.render import RemoteMedia, fill, render_item
from asean_sync.profiles.check import read_profile
from asean_sync.profiles.errors import ProfileRefusedError

# IPTC, ninjs 3.1 (CC BY 4.0), as published.
SCHEMA = Path(__file__).parent / "data" / "ninjs-schema_3.1.json"
GEOJSON = "https://geojson.org/schema/GeoJSON.json"
PROFILE = """
profile: {target: bao, version: 1, connector: rest_json}
base_url: https://thu.example
public_base: https://hungyen.example
languages: {vi: vi-VN, en: en}
endpoints:
  items:
    create: {post: /items}
    withdraw: {delete: "/items/{id}"}
    fetch: {get: "/items/{id}"}
"""
PICTURE = Media(
    *(UUID(int=2), "cover", 0, "/m/2/large-1.jpg", "ab" * 32, 10, "image/jpeg"),
    *("chua.jpg", "Chùa Chuông", "Toàn cảnh", "Bảo tàng tỉnh", "cc-by-4.0", 1200, 800),
)
PAPER = Media(
    UUID(int=3), "brochure", 1, "/m/3/a.pdf", "cd" * 32, 9, "application/pdf", "a"
)


def released(kind="destination", media=(PICTURE, PAPER), **other):
    doc = {
        "type": kind,
        "title": "Chùa Chuông",
        "summary": "Ngôi chùa cổ ở Phố Hiến",
        "texts": {"title": "Chùa Chuông", "body": "<p>Xây từ <em>thế kỷ 15</em>.</p>"},
        "fields": {},
        "agency": {"code": "dcst", "name": "Sở Văn hóa, Thể thao và Du lịch"},
        "fi_category": "image_promotion",
        "topics": ["heritage"],
        "units": ["12331"],
        "relations": [{"kind": "near", "key": "hy-event-1"}],
        "revision": 3,
        "released_at": "2026-11-23T00:00:00Z",
        "visible_from": "2026-11-23T00:00:00Z",
        "expires_at": None,
        **other,
    }
    return Released(UUID(int=1), "vi", "hy-x-1", "c1", UUID(int=1), doc, tuple(media))


def payload(name, one=None):
    profile = read_profile(f"{PROFILE}\nformat: {name}\n", "bao.yaml")
    made = render_item(one or released(), profile)
    assert made.problems == ()
    return made.payload


@pytest.fixture(scope="module")
def ninjs_schema():
    # We send no GeoJSON, so what it looks like is not asked.
    anything = Resource.from_contents(
        {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    )
    registry = Registry().with_resource(GEOJSON, anything)
    return Draft202012Validator(json.loads(SCHEMA.read_text()), registry=registry)


def test_ninjs_is_what_its_schema_says(ninjs_schema):
    whole = payload("ninjs")
    bare = payload(
        "ninjs", released(media=(), summary=None, texts={}, agency=None, topics=None)
    )
    for one in (whole, bare):
        assert [error.message for error in ninjs_schema.iter_errors(one)] == []
    assert whole["language"] == "vi-VN"
    assert whole["bodies"][0]["contentType"] == "text/html"
    picture, paper = whole["associations"]
    assert picture["renditions"][0]["href"] == "https://hungyen.example/m/2/large-1.jpg"
    assert (picture["type"], paper["type"]) == ("picture", "component")
    assert picture["usageTerms"] == "cc-by-4.0"
    assert "summary" not in {one["role"] for one in bare["headlines"]}


def test_schema_org_names_the_class_and_tells_licence_and_credit():
    made = payload("schema_org")
    assert (made["@type"], made["@context"]) == (
        "TouristAttraction",
        "https://schema.org",
    )
    assert made["mainEntityOfPage"]["inLanguage"] == "vi-VN"
    assert made["image"][0]["creditText"] == "Bảo tàng tỉnh"
    assert made["subjectOf"][0]["sha256"] == "cd" * 32
    news = payload("schema_org", released("article"))
    assert (news["headline"], news["inLanguage"]) == ("Chùa Chuông", "vi-VN")
    assert payload("schema_org", released("gì đó"))["@type"] == "CreativeWork"


def test_dublin_core_has_the_fifteen_elements_and_no_other():
    made = payload("oai_dc")
    known = "title creator subject description publisher contributor date type format"
    known += " identifier source language relation coverage rights"
    assert made.keys() <= set(known.split())
    assert all(isinstance(one, str) for values in made.values() for one in values)
    assert made["subject"] == ["image_promotion", "heritage"]
    assert "https://hungyen.example/m/3/a.pdf" in made["relation"]


def test_a_map_adds_to_a_format_and_files_held_there_have_their_address():
    held = (
        PROFILE
        + """
  media:
    create: {post: /media}
    withdraw: {delete: "/media/{id}"}
    fetch: {get: "/media/{id}"}
media: {mode: multipart}
map: {urgency: {const: 4}, by: {const: Tỉnh Hưng Yên}}
"""
    )
    profile = read_profile(f"{held}format: ninjs\n", "bao.yaml")
    made = render_item(released(), profile)
    assert (made.payload["urgency"], made.payload["by"]) == (4, "Tỉnh Hưng Yên")
    assert {one.sha256 for one in made.media} == {"ab" * 32, "cd" * 32}
    remotes = {
        f"hy-x-1.m.{UUID(int=number)}": RemoteMedia(str(number), f"https://t/{number}")
        for number in (2, 3)
    }
    filled = fill(made.payload, remotes)
    assert filled["associations"][0]["renditions"][0]["href"] == "https://t/2"
    other = render_item(released(media=(PICTURE,)), profile)
    assert other.hash != made.hash


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("", "nothing says what is sent"),
        ("format: atom", "is not one of"),
        ("format: ninjs\nunit: per_item\nkey: '{key}'", "the unit is per_language"),
        ("format: ninjs\nvolatile: [gone]", "no field 'gone'"),
    ],
)
def test_a_profile_that_says_nothing_or_too_much_is_refused(change, why):
    with pytest.raises(ProfileRefusedError) as refused:
        read_profile(PROFILE + change, "bao.yaml")
    assert why in str(refused.value.detail)
