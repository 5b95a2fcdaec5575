"""A profile with a mistake is refused with file, line and reason."""

import pytest

from asean_sync.profiles.check import read_profile
from asean_sync.profiles.errors import ProfileRefusedError


@pytest.fixture
def refusal(profile_text):
    def refuse(right: str, wrong: str) -> str:
        assert right in profile_text
        with pytest.raises(ProfileRefusedError) as refused:
            read_profile(profile_text.replace(right, wrong, 1), "cong.yaml")
        return refused.value.errors[0].detail

    return refuse


@pytest.fixture
def line_of(profile_text):
    def find(text: str) -> int:
        before, _, _ = profile_text.partition(text)
        return before.count("\n") + 1

    return find


def test_the_profile_in_the_package_is_right(profile_text):
    profile = read_profile(profile_text, "standin.yaml")
    assert profile.profile.target == "asean-portal"
    assert profile.limits.cool_down == 2


@pytest.mark.parametrize(
    ("right", "wrong", "reason"),
    [
        ("cool_down: 2", "cooldown: 2", "unknown field 'cooldown'"),
        ("{max_chars: 300}", "{max_char: 300}", "unknown field 'max_char'"),
        ("[nfc, trim, {max", "[nfc, trimm, {max", "'trimm' is not one of"),
        ("as: transient", "as: later", "'later' is not one of"),
        ("unit: per_language", "unit: per_page", "is not one of"),
        ("id: remote_id", "id: remoteid", "'remoteid' is not one of"),
        ("{path: remote_key, r", "{path: 'a[', r", "not a JMESPath expression"),
        ("base_url: secret", "base_url: file", "does not match"),
        ("base_url: secret:/", "base_url: https://a:b@c.vn", "does not match"),
        ("read: 1,", "read: soon,", "is not of type 'number'"),
        ("{post: /api/items}", "{post: api/items}", "the path starts with /"),
        ("find_by_key: true", "find_by_key: 7", "is not of type 'boolean'"),
    ],
)
def test_a_mistake_is_named_with_its_line(refusal, line_of, right, wrong, reason):
    said = refusal(right, wrong)
    assert said.startswith(f"cong.yaml:{line_of(right)}: ")
    assert reason in said


def test_a_field_given_twice_is_refused(refusal):
    assert "'version' is here twice" in refusal(
        "version: 1", "version: 1\n  version: 2"
    )


def test_an_alias_is_refused_before_it_can_grow(refusal):
    wrong = "lookups: {a: &x {b: c}, d: *x}\nunit: per_language"
    assert "aliases" in refusal("unit: per_language", wrong)


@pytest.mark.parametrize(
    "text",
    ["", "- a\n- b\n", "a: [", "profile: {", "\t\n", "[" * 90_000, "a: \x00", "\ud800"],
)
def test_what_is_no_profile_at_all_is_refused_in_words(text):
    with pytest.raises(ProfileRefusedError, match=r"x\.yaml:\d+: "):
        read_profile(text, "x.yaml")


def test_blocks_that_contradict_each_other_are_refused(profile_text):
    without = profile_text.replace("list_all: true", "list_all: true", 1)
    cut = without.replace(
        '    list: {get: "/api/items?page={page}&per_page={per_page}", list: data}\n',
        "",
    )
    with pytest.raises(ProfileRefusedError, match="list_all needs"):
        read_profile(cut, "x.yaml")
