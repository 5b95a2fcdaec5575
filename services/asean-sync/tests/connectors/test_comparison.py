"""What a target shows counts as the same when it says the same."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from asean_sync.connectors.comparison import compare, differences

SENT = {"title": "Phố Nối", "facts": {"area": "688.94"}, "topics": ["a", "b"]}


def test_fields_the_target_adds_are_no_difference():
    shown = {**SENT, "id": 4, "facts": {"area": "688.94", "unit": "ha"}}
    assert differences(SENT, shown) == []
    assert compare(SENT, shown).read_back_hash == compare(SENT, SENT).read_back_hash


def test_unicode_form_and_line_ends_are_no_difference():
    shown = {**SENT, "title": unicodedata.normalize("NFD", "Phố Nối") + "\r\n"}
    assert differences(SENT, shown) == []


def test_a_changed_a_missing_and_a_shortened_field_are_named():
    assert differences(SENT, {**SENT, "title": "Pho Noi"}) == ["title"]
    assert differences(SENT, {"title": "Phố Nối"}) == ["facts", "topics"]
    assert differences(SENT, {**SENT, "topics": ["a"]}) == ["topics"]


def test_what_is_no_object_differs_in_everything():
    assert differences(SENT, ["x"]) == sorted(SENT)


def test_volatile_fields_are_not_compared():
    assert differences(SENT, {**SENT, "title": "x"}, ["title"]) == []
    first, later = ({**SENT, "t": number} for number in (2, 3))
    same = compare(SENT, later, ["t"]).fingerprint
    assert compare(SENT, first, ["t"]).fingerprint == same
    assert compare(SENT, first).fingerprint != same


@given(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=9)))
def test_what_was_sent_is_like_itself(sent):
    assert differences(sent, dict(reversed(sent.items()))) == []
