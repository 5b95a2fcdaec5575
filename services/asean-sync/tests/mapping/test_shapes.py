"""Any JSON shape out: nested, by language, in lists, with the kinds of JSON."""

from uuid import UUID

import pytest

from asean_sync.connectors.rest.requests import wire_json
from asean_sync.mapping.item import Released, units
from asean_sync.mapping.render import fill, render_item
from asean_sync.profiles.check import read_profile

ITEM = UUID(int=1)
LISTED = """
  t:
    languages:
      as: list
      fields:
        l: {path: language.target_code}
        h: {path: language.title, then: [upper]}
"""
REPEATED = """
  r:
    each:
      path: fields.lots
      fields: {n: {path: it.no, then: [integer]}, of: {path: key}}
"""


@pytest.fixture
def rendered(profile_text):
    """What a map makes of one item in two languages."""

    def render(entries, **fields):
        cut = profile_text[: profile_text.index("\nmap:")]
        rest = profile_text[profile_text.index("\nmedia:\n  mode") :]
        text = f"{cut}\nmap:\n{entries}\n{rest}"
        text = text.replace("unit: per_language", "unit: per_item")
        text = text.replace('key: "{key}.{lang}"', 'key: "{key}"')
        profile = read_profile(text, "x.yaml")
        released = [
            Released(
                *(ITEM, lang, "hy-x-1", "c1", ITEM),
                {"type": "park", "title": title, "fields": fields, "topics": ["a", 1]},
            )
            for lang, title in (("en", "Park"), ("vi", "Khu"))
        ]
        (unit,) = units(released, profile)
        found = render_item(unit, profile)
        return fill(found.payload, {}), found.problems

    return render


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (
            "  t: {languages: {value: {path: language.title}}}",
            {"t": {"vi-VN": "Khu", "en-US": "Park"}},
        ),
        (
            LISTED,
            {"t": [{"l": "vi-VN", "h": "KHU"}, {"l": "en-US", "h": "PARK"}]},
        ),
        (
            REPEATED,
            {"r": [{"n": 1, "of": "hy-x-1"}, {"n": 22, "of": "hy-x-1"}]},
        ),
        (
            "  a: {array: [{const: x}, {path: language.title}, {path: fields.no}]}",
            {"a": ["x", "Khu"]},
        ),
        ("  j: {path: topics, then: [{join: ', '}]}", {"j": "a, 1"}),
        ("  f: {path: topics, then: [first]}", {"f": "a"}),
        ("  s: {path: fields.list, then: [{split: ';'}]}", {"s": ["a", "b"]}),
        ("  b: {path: fields.yes, then: [boolean]}", {"b": True}),
        ("  p: {path: key, then: [{prefix: 'VN-'}]}", {"p": "VN-hy-x-1"}),
        (
            "  u: {path: key, then: [{uuid5: 6ba7b811-9dad-11d1-80b4-00c04fd430c8}]}",
            {"u": "792fd92b-1756-5884-85d4-9dc1324378d5"},
        ),
    ],
    ids=str,
)
def test_each_shape(rendered, entries, expected):
    lots = [{"no": "1"}, {"no": 22}]
    payload, problems = rendered(entries, lots=lots, list="a; b;", yes="true")
    assert (payload, problems) == (expected, ())


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("688.94", b"688.94"),
        ("688.00", b"688"),
        ("0.0000001", b"1e-07"),
        (12, b"12"),
        ("-3.10", b"-3.1"),
    ],
)
def test_a_figure_is_sent_as_a_number(rendered, given, sent):
    payload, problems = rendered("  a: {path: fields.a, then: [number]}", a=given)
    assert (wire_json(payload), problems) == (b'{"a":' + sent + b"}", ())


@pytest.mark.parametrize(
    ("step", "value"),
    [
        ("number", "nhiều"),
        ("number", "NaN"),
        ("number", True),
        ("number", "9007199254740993"),
        ("integer", "1.5"),
        ("boolean", "có"),
        ("text", ["a"]),
    ],
)
def test_what_cannot_become_that_blocks_the_item_by_name(rendered, step, value):
    _, problems = rendered(f"  a: {{path: fields.a, then: [{step}]}}", a=value)
    assert len(problems) == 1
    assert problems[0].startswith("a: ")


def test_a_path_whose_function_does_not_fit_is_told(rendered):
    _, problems = rendered("  a: {path: 'sum(fields.a)'}", a="x")
    assert problems[0].startswith("a: In function sum()")


def test_a_required_text_that_one_language_lacks_names_the_language(rendered):
    _, problems = rendered(
        "  t: {languages: {fields: {s: {path: language.summary, required: true}}}}"
    )
    assert problems == (
        "t[vi].s: nothing at language.summary",
        "t[en].s: nothing at language.summary",
    )
