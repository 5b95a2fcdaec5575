"""The same content gives the same hash, and only content does."""

import unicodedata
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asean_sync.mapping.item import Media, Released
from asean_sync.mapping.render import RemoteMedia, content_hash, fill, render_item
from asean_sync.profiles.check import read_profile

SMALL = """
profile: {target: thu, version: 1, connector: rest_json}
base_url: https://thu.example
languages: {vi: vi}
endpoints:
  items:
    create: {post: /i}
    withdraw: {delete: "/i/{id}"}
    fetch: {get: "/i/{id}"}
map:
"""
ITEM = UUID(int=1)
FILE = UUID(int=2)


@pytest.fixture
def profile(profile_text):
    return read_profile(profile_text, "standin.yaml")


@pytest.fixture
def released():
    def make(lang="vi", media=(), **doc):
        base = {
            "type": "industrial_park",
            "title": "Khu công nghiệp Phố Nối A",
            "summary": "Tóm tắt",
            "texts": {"body": "Nội dung"},
            "fields": {"area": {"value": "688.94", "unit": "ha"}},
            "agency": {"name": "Ban Quản lý"},
            "topics": ["investment"],
        }
        return Released(ITEM, lang, "hy-x-1", "c1", ITEM, {**base, **doc}, tuple(media))

    return make


@pytest.fixture
def brochure():
    return Media(FILE, "brochure", 0, "/m/x", "ab" * 32, 10, "application/pdf", "a.pdf")


def shuffled(value, order):
    if isinstance(value, dict):
        items = [(key, shuffled(one, order)) for key, one in value.items()]
        return dict(sorted(items, key=lambda pair: order(pair[0])))
    return value


def decomposed(value):
    if isinstance(value, str):
        return unicodedata.normalize("NFD", value)
    if isinstance(value, dict):
        return {key: decomposed(one) for key, one in value.items()}
    return [decomposed(one) for one in value] if isinstance(value, list) else value


texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
names = texts.map(lambda text: unicodedata.normalize("NFC", text))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3)
    ),
    max_leaves=12,
)


@given(payload=st.dictionaries(names, values, max_size=4))
def test_neither_key_order_nor_unicode_form_changes_the_hash(payload):
    class Plain:
        volatile = ()

    expected = content_hash(payload, Plain, ())
    assert content_hash(shuffled(payload, lambda key: key[::-1]), Plain, ()) == expected
    assert content_hash(decomposed(payload), Plain, ()) == expected


@settings(max_examples=30)
@given(
    facts=st.dictionaries(names, values, max_size=4),
    around=st.sampled_from(["", " ", "\n", "\t \u00a0"]),
    seed=st.randoms(use_true_random=False),
)
def test_the_same_item_under_the_same_rules_has_one_hash_however_it_is_written(
    facts, around, seed
):
    fields = [
        "title: {path: language.title, then: [nfc, trim], required: true}",
        "facts: {path: fields, then: [nfc]}",
        "texts: {path: language.texts, then: [nfc, trim]}",
        "key: {path: key}",
    ]
    doc = {
        "type": "industrial_park",
        "title": "Khu công nghiệp Phố Nối A",
        "texts": {"body": "Nội dung", "note": "Ghi chú"},
        "fields": facts,
    }

    def hash_of(lines, written):
        text = SMALL + "".join(f"  {line}\n" for line in lines)
        item = Released(ITEM, "vi", "hy-x-1", "c1", ITEM, written)
        return render_item(item, read_profile(text, "x.yaml")).hash

    other = decomposed(shuffled(doc, lambda key: (seed.random(), key)))
    other["title"] = f"{around}{other['title']}{around}"
    mixed = list(fields)
    seed.shuffle(mixed)
    assert hash_of(fields, doc) == hash_of(mixed, other)


def test_a_changed_figure_changes_the_hash(profile, released):
    one = render_item(released(), profile)
    other = render_item(released(fields={"area": {"value": "688.95"}}), profile)
    assert one.hash != other.hash
    assert one.problems == other.problems == ()


def test_a_volatile_field_does_not_change_the_hash(profile_text, released):
    text = profile_text.replace(
        "media:\n  mode", "volatile: [releasedAt]\nmedia:\n  mode"
    )
    profile = read_profile(text, "x.yaml")
    early = render_item(released(released_at="2026-01-01T00:00:00Z"), profile)
    late = render_item(released(released_at="2026-02-01T00:00:00Z"), profile)
    assert early.payload != late.payload
    assert early.hash == late.hash


def test_a_volatile_field_may_be_deep_in_an_object_or_in_a_list():
    class Deep:
        volatile = ("meta.at", "parts.meta.at", "dc.date")

    def hash_of(moment, size):
        payload = {
            "meta": {"at": moment, "size": size},
            "parts": [{"meta": {"at": moment}, "at": size}],
            "dc.date": moment,
        }
        return content_hash(payload, Deep, ())

    assert hash_of("1", "a") == hash_of("2", "a")
    assert hash_of("1", "a") != hash_of("1", "b")


def test_another_file_changes_the_hash_of_the_item_that_shows_it(
    profile, released, brochure
):
    bare = render_item(released(), profile)
    shown = render_item(released(media=[brochure]), profile)
    assert bare.hash != shown.hash


def test_the_targets_own_ids_are_filled_in_at_the_last_moment(
    profile, released, brochure
):
    rendered = render_item(released(media=[brochure]), profile)
    key = f"hy-x-1.m.{FILE}"
    filled = fill(rendered.payload, {key: RemoteMedia("77", None)})
    assert filled["media"][0]["id"] == "77"
    assert filled["media"][0]["externalId"] == key
    with pytest.raises(KeyError, match=r"hy-x-1\.m"):
        fill(rendered.payload, {})


def test_what_is_required_and_missing_is_named(profile, released):
    rendered = render_item(released(title=None), profile)
    assert rendered.problems == ("title: nothing at language.title",)


def test_a_language_the_target_does_not_take_is_refused(profile, released):
    assert render_item(released("km"), profile).problems == ("the target takes no km",)


def test_a_file_larger_than_the_target_takes_blocks_the_item(profile, released):
    large = Media(FILE, "brochure", 0, "/m/x", "ab", 10**9, "application/pdf", "a.pdf")
    (problem,) = render_item(released(media=[large]), profile).problems
    assert "the target takes 300 MB" in problem


@pytest.mark.parametrize(
    ("then", "text", "expected"),
    [
        ("[{max_chars: 5}]", "Phố Nối", "Phố…"),
        ("[trim]", "  a ", "a"),
        ("[{date: {format: '%d/%m/%Y'}}]", "2026-11-22T20:00:00Z", "23/11/2026"),
        ("[{sanitize_html: basic}]", "<b>a</b><script>x</script>", "<b>a</b>"),
        ("[{sanitize_html: none}]", "<b>a</b>", "a"),
        ("[{lookup: codes}]", "a", "A1"),
        ("[{default: '-'}]", "", "-"),
        (
            "[absolutise_links]",
            '<a href="/x">y</a>',
            '<a href="https://hy.example/x">y</a>',
        ),
    ],
)
def test_each_transform_does_what_its_name_says(
    profile_text, released, then, text, expected
):
    changed = profile_text.replace(
        "summary: {path: language.summary, then: [nfc, trim]}",
        f"summary: {{path: language.summary, then: {then}}}",
    )
    changed = changed.replace(
        "\nmap:",
        "\npublic_base: https://hy.example/\nlookups: {codes: {a: A1}}\nmap:",
        1,
    )
    profile = read_profile(changed, "x.yaml")
    rendered = render_item(released(summary=text), profile)
    assert rendered.problems == ()
    assert rendered.payload["summary"] == expected


def test_a_value_without_an_entry_in_the_lookup_blocks_the_item(profile_text, released):
    changed = profile_text.replace(
        "summary: {path: language.summary, then: [nfc, trim]}",
        "summary: {path: language.summary, then: [{lookup: codes}]}",
    ).replace("\nmap:", "\nlookups: {codes: {a: A1}}\nmap:", 1)
    rendered = render_item(released(), read_profile(changed, "x.yaml"))
    assert "lookup 'codes' has no entry" in rendered.problems[0]
