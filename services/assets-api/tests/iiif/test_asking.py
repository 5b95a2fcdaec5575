"""The grammar of the Image API, and what a size comes to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets_api.iiif.asking import MAX_WIDTH, Region, asked, most
from assets_api.iiif.errors import ImageRequestError

WHOLE = Region(0, 0, 6000, 4000)


def one(region="full", size="max", rotation="0", last="default.jpg"):
    return asked(region, size, rotation, last, WHOLE)


@pytest.mark.parametrize(
    ("region", "found"),
    [
        ("full", WHOLE),
        ("square", Region(1000, 0, 4000, 4000)),
        ("10,20,30,40", Region(10, 20, 30, 40)),
        ("5990,3990,100,100", Region(5990, 3990, 10, 10)),
        ("pct:50,50,25,25", Region(3000, 2000, 1500, 1000)),
        ("pct:0.5,0.5,200,200", Region(30, 20, 5970, 3980)),
    ],
)
def test_a_region_is_cut_at_the_edge(region: str, found: Region) -> None:
    assert one(region=region, size="pct:10").region == found


@pytest.mark.parametrize(
    ("size", "found"),
    [
        ("max", (5000, 3333)),
        ("^max", (5000, 3333)),
        ("600,", (600, 400)),
        (",400", (600, 400)),
        ("300,300", (300, 300)),
        ("pct:10", (600, 400)),
        ("pct:0.001", (1, 1)),
        ("!300,300", (300, 200)),
        ("!900,200", (300, 200)),
        ("^600,", (600, 400)),
    ],
)
def test_a_size_keeps_the_proportions_where_it_should(size: str, found) -> None:
    wanted = one(size=size)
    assert (wanted.width, wanted.height) == found


@pytest.mark.parametrize(
    ("part", "text"),
    [
        *(("region", text) for text in (
            "", "FULL", "0,0,0,10", "6000,0,1,1", "0,4000,1,1", "-1,0,10,10",
            "1.5,0,10,10", "0,0,10", "pct:0,0,0,10", "pct:100,0,10,10", "pct:a,0,1,1",
            "pct:0,0,1e9,1", "0,0,9999999999,1", "١,0,10,10", "0,0,10,10\n", "full;",
        )),
        *(("size", text) for text in (
            "", "full", "MAX", ",", "!,", "!100,", "!,100", "0,", ",0", "0,0", "6001,",
            ",4001", "99999999,", "^99999999,", "99999999,99999999", "!7000,7000",
            "5001,", "pct:101", "^pct:200", "pct:0", "pct:", "-5,", "1.5,", "600", "^",
            "!^600,", "9999999999,", "٣,", "max ", "600,\n",
        )),
        *(("rotation", text) for text in (
            "", "45", "91", "361", "450", "-90", "!", "!!90", "90.5", "1e1", "٩٠",
        )),
        *(("last", text) for text in (
            "default", "default.", ".jpg", "default.gif", "default.tif", "DEFAULT.jpg",
            "default.JPG", "grey.jpg", "native.jpg", "default.jpg.png", "default.jpg\0",
        )),
    ],
)  # fmt: skip
def test_what_is_no_request_is_refused(part: str, text: str) -> None:
    with pytest.raises(ImageRequestError):
        one(**{part: text})


def test_two_ways_to_ask_for_the_same_are_one_picture() -> None:
    same = {
        asked(*parts, WHOLE).canonical((6000, 4000))
        for parts in (
            ("full", "max", "0", "default.jpg"),
            ("0,0,6000,4000", "5000,", "360", "color.jpg"),
            ("pct:0,0,100,100", "5000,3333", "0.0", "default.jpg"),
        )
    }
    assert same == {"full/max/0/default.jpg"}
    turned = one(region="0,0,10,10", size="5,5", rotation="!90", last="gray.png")
    assert turned.canonical((6000, 4000)) == "0,0,10,10/5,5/!90/gray.png"


@given(
    st.integers(1, 30_000),
    st.integers(1, 30_000),
    st.text("full,pctsquare:!^0123456789.", max_size=16),
    st.text("max,pct:!^0123456789.", max_size=12),
)
def test_whatever_is_asked_lies_inside_the_picture(width, height, region, size) -> None:
    try:
        found = asked(region, size, "0", "default.jpg", Region(0, 0, width, height))
    except ImageRequestError:
        return
    assert 0 <= found.region.x <= found.region.x + found.region.width <= width
    assert 0 <= found.region.y <= found.region.y + found.region.height <= height
    assert 0 < found.width <= found.region.width
    assert 0 < found.height <= found.region.height
    assert max(most((width, height))) <= MAX_WIDTH
