import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets_api.delivery import ranges
from assets_api.delivery.ranges import Slice, UnsatisfiableError


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (None, None),
        ("bytes=0-0", Slice(0, 1)),
        ("bytes=5-", Slice(5, 5)),
        ("bytes=-3", Slice(7, 3)),
        ("bytes=-99", Slice(0, 10)),
        ("bytes=8-99", Slice(8, 2)),
        ("bytes=5-2", None),
        ("bytes=-", None),
        ("bytes=0-1,3-4", None),
        ("items=0-1", None),
        ("bytes=a-b", None),
    ],
)
def test_one_range_or_the_whole(header: str | None, found: Slice | None) -> None:
    assert ranges.wanted(header, 10) == found


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=99-100", "bytes=-0"])
def test_a_range_outside_cannot_be_satisfied(header: str) -> None:
    with pytest.raises(UnsatisfiableError):
        ranges.wanted(header, 10)


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_range_lies_inside_the_file(size: int, first: int, last: int) -> None:
    try:
        found = ranges.wanted(f"bytes={first}-{last}", size)
    except UnsatisfiableError:
        assert first >= size
        return
    assert found is None or 0 < found.start + found.length <= size


def test_an_etag_is_compared_weakly_for_a_copy_and_strongly_for_a_part() -> None:
    assert ranges.matches('W/"a", "b"', '"b"')
    assert ranges.matches('W/"b"', '"b"')
    assert ranges.matches("*", '"b"')
    assert not ranges.matches('"a"', '"b"')
    assert ranges.still_same('"b"', '"b"')
    assert not ranges.still_same('W/"b"', '"b"')
    assert not ranges.still_same("Mon, 23 Nov 2026 00:00:00 GMT", '"b"')
