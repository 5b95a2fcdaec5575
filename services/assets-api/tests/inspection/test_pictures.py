import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
import pyvips
from PIL import Image

from assets_api.formats import jpeg
from assets_api.renditions import appearance

GPS = 0x8825


@pytest.fixture
def photo() -> bytes:
    """As a telephone writes it: on its side, with the place where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees
    exif[0x010E] = "Lễ hội Chử Đồng Tử"
    exif[0x013B] = "Nguyễn Văn Riêng Tư"
    place = exif.get_ifd(GPS)
    place[1], place[2], place[3], place[4] = "N", (20.0, 51.0, 7.7), "E", (106, 1, 2)
    target = BytesIO()
    Image.linear_gradient("L").resize((400, 200)).convert("RGB").save(
        target, "JPEG", exif=exif, comment=b"secret comment"
    )
    return target.getvalue()


async def test_the_public_never_learns_where_and_by_whom(
    officer, upload, asset_of, publish, photo
) -> None:
    assert b"secret comment" in photo
    asset = await asset_of(officer, await upload(officer, photo, "hội.jpg"))
    publish(asset)

    for rendition in asset["renditions"]:
        content = (await officer.client.get(rendition["url"])).content
        assert rendition["bytes"] in (len(content), None)
        for private in (b"Exif", b"GPS", b"secret", "Riêng".encode(), b"http://ns.ad"):
            assert private not in content
        fields = pyvips.Image.new_from_buffer(content, "").get_fields()
        assert not [name for name in fields if "exif" in name or "xmp" in name]


async def test_a_picture_is_upright_and_in_every_size(
    officer, upload, asset_of, make_jpeg, photo
) -> None:
    turned = await asset_of(officer, await upload(officer, photo, "hội.jpg"))
    large = await asset_of(officer, await upload(officer, make_jpeg(3000, 1500)))

    sizes = {
        (one["preset"], one["mime"]): (one["width"], one["height"])
        for one in large["renditions"]
    }
    assert {
        (one["width"], one["height"])
        for one in turned["renditions"]
        if one["preset"] in ("hero", "large")
    } == {(200, 400)}
    assert sizes == {
        (preset, mime): size
        for preset, size in {
            "thumb": (320, 160),
            "card": (640, 320),
            "hero": (1280, 640),
            "large": (2048, 1024),
            "square": (480, 480),
            "wide": (1280, 720),
        }.items()
        for mime in ("image/webp", "image/jpeg")
    }


@pytest.mark.parametrize("mode", ["CMYK", "L", "RGBA", "P", "I;16", "1", "LA"])
async def test_every_colour_space_ends_in_srgb(
    officer, upload, asset_of, publish, delivery_url, mode
) -> None:
    form = "JPEG" if mode in ("CMYK", "L") else "PNG"
    target = BytesIO()
    Image.new(mode, (33, 17)).save(target, form)
    asset = await asset_of(officer, await upload(officer, target.getvalue()))
    publish(asset)

    content = (await officer.client.get(delivery_url(asset))).content

    shown = Image.open(BytesIO(content))
    assert (shown.mode, shown.size) == ("RGB", (33, 17))


async def test_webp_is_taken(officer, upload) -> None:
    data = pyvips.Image.black(30, 20, bands=3).webpsave_buffer()

    assert (await upload(officer, data, "a.webp"))["state"] == "ready"


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises much and holds almost nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 2000)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", pixels)
        + chunk(b"IEND", b"")
    )


ZIP_END = b"\0PK\x05\x06" + b"\0" * 18
SAMSUNG = b"\0\0\x01\x0aname" + b"SEFH" + b"\0" * 8 + b"\x0c\0\0\0SEFT"


def truncated(data: bytes) -> bytes:
    return data[: len(data) // 2]


def lying_size(data: bytes) -> bytes:
    """The frame header says 30,000 by 1,000; the scan holds 64 by 48."""
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", 1000, 30000) + data[at + 4 :]


CASES = {
    "html after": (lambda data: data + b"<html><script>", "a.jpg", "trailing-bytes"),
    "zip after": (lambda data: data + ZIP_END, "a.jpg", "trailing-bytes"),
    "zeros after": (lambda data: data + b"\0" * 999, "a.jpg", None),
    "two pictures": (lambda data: data + data, "a.jpg", None),
    "Samsung's block": (lambda data: data + SAMSUNG, "a.jpg", None),
    "half a file": (truncated, "a.jpg", "image-damaged"),
    "a lying size": (lying_size, "a.jpg", "image-damaged"),
    "a start alone": (lambda data: data[:3] + b"\0" * 50, "a.jpg", "image-damaged"),
    "no start": (lambda data: data[:2] + b"\0" * 50, "a.jpg", "type-mismatch"),
    "jpeg as png": (lambda data: data, "a.png", "type-mismatch"),
    "html as jpeg": (lambda _: b"<html><script>", "a.jpg", "type-mismatch"),
    "a program": (lambda _: b"\x7fELF" + b"\0" * 99, "a", "type-not-accepted"),
    "no svg": (lambda _: b"<svg xmlns='http://'/>", "", "image-damaged"),
    "a bomb": (lambda _: png_header(50_000, 50_000), "a.png", "image-too-large"),
    "400 megapixels": (lambda _: png_header(20_000, 20_000), "", "image-too-large"),
    "no pixels": (lambda _: png_header(2_000, 2_000), "a.png", "image-damaged"),
    "png and zip": (lambda _: png_header(9, 9) + b"PK", "a.png", "trailing-bytes"),
    "webp of nothing": (lambda _: b"RIFF\x04\0\0\0WEBP", "a.webp", "image-damaged"),
}


@pytest.mark.parametrize("case", CASES)
async def test_what_is_no_honest_picture_is_refused_and_said_why(
    officer, upload, make_jpeg, case
) -> None:
    spoil, name, reason = CASES[case]

    status = await upload(officer, spoil(make_jpeg()), name)

    assert (status["state"], status["reason"]) == (
        ("ready", None) if reason is None else ("rejected", reason)
    )
    assert reason is None or status["detail"]


async def test_the_declared_type_must_be_true(officer, upload, make_jpeg) -> None:
    status = await upload(officer, make_jpeg(), "a.jpg", filetype="image/png")

    assert (status["state"], status["reason"]) == ("rejected", "type-mismatch")


async def test_the_declared_hash_must_be_true(officer, upload, make_jpeg) -> None:
    status = await upload(officer, make_jpeg(), "a.jpg", sha256="0" * 64)

    assert (status["state"], status["reason"]) == ("rejected", "sha256-mismatch")


def test_a_bare_copy_keeps_the_picture_and_its_colours(photo: bytes) -> None:
    bare = jpeg.without_metadata(photo)

    assert b"Exif" not in bare
    assert Image.open(BytesIO(bare)).tobytes() == Image.open(BytesIO(photo)).tobytes()


@pytest.mark.parametrize("value", [0, 31, 32, 33, 96, 127, 128, 160, 224, 255])
def test_a_picture_of_one_colour_says_which(value: int, tmp_path: Path) -> None:
    """Also where two cells of the cube of colours meet, and if it is one row."""
    colour = (value, 255 - value, value)
    picture = pyvips.Image.black(40, 1, bands=3) + list(colour)

    appearance.note(picture.cast("uchar").copy(interpretation="srgb"), tmp_path)

    said = appearance.noted(tmp_path)
    assert said is not None
    assert said["colour"] == "#{:02x}{:02x}{:02x}".format(*colour)
