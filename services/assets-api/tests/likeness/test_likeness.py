"""A picture the agency nearly has already: told to who sends it, to nobody else."""

import pytest
import pyvips


@pytest.fixture
def draw():
    """A motif with light and shade; `turn` makes it another one."""

    def make(turn: int = 0) -> pyvips.Image:
        waves = pyvips.Image.sines(640, 480, hfreq=2 + turn, vfreq=1 + 2 * turn)
        slope = pyvips.Image.xyz(640, 480)[turn % 2] * (0.1 + turn / 20)
        grey = (waves * 60 + 90 + slope).cast("uchar")
        return grey.bandjoin([grey, grey]).copy(interpretation="srgb")

    return make


async def test_a_smaller_copy_is_told_within_the_agency_alone(
    officer, make_person, upload, draw, asset_of
) -> None:
    picture = draw()
    copy = picture.resize(0.37).pngsave_buffer()
    first = await upload(officer, picture.jpegsave_buffer(Q=92), "đền.jpg")
    stranger = make_person("officer")

    again = await upload(officer, copy, "đền nhỏ.png")
    other = await upload(officer, draw(3).jpegsave_buffer(), "chùa.jpg")
    theirs = await upload(stranger, copy, "đền nhỏ.png")
    shown = await asset_of(officer, again)

    assert first["looks_like"] == []
    assert again["state"] == "ready"
    assert again["looks_like"] == [first["asset_id"]]
    assert shown["id"] != first["asset_id"]
    assert (other["looks_like"], theirs["looks_like"]) == ([], [])


async def test_pages_of_one_colour_are_not_alike(officer, upload) -> None:
    pages = [
        (pyvips.Image.black(300, 200, bands=3) + shade)
        .cast("uchar")
        .copy(interpretation="srgb")
        .pngsave_buffer()
        for shade in (250, 128)
    ]

    found = [await upload(officer, page, "a.png") for page in pages]

    assert [one["looks_like"] for one in found] == [[], []]
