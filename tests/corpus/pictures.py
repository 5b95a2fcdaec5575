"""Pictures: honest ones of every sort, bombs, liars and halves."""

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO

import pillow_heif
import pyvips
from PIL import Image, ImageCms
from tests.corpus.case import Case, half, refused, taken

PLACE = (b"20.8522", b"106.0169")
OWNER = "Nguyễn Văn Riêng Tư"
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/'
    b'22-rdf-syntax-ns#"><rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/"'
    b' exif:GPSLatitude="20.8522N" exif:GPSLongitude="106.0169E"/></rdf:RDF>'
    b"</x:xmpmeta>"
)
STILL = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF")
ENDINGS = {"JPEG": "jpg", "TIFF": "tif"}


def drawn(size: tuple[int, int] = (64, 48), mode: str = "RGB") -> Image.Image:
    return Image.linear_gradient("L").resize(size).convert(mode)


def saved(form: str, picture: Image.Image | None = None, **options) -> bytes:
    target = BytesIO()
    (picture or drawn()).save(target, form, **options)
    return target.getvalue()


def private_exif() -> bytes:
    """Where, when, by whom, with which camera."""
    exif = Image.Exif()
    exif[0x013B], exif[0x010E] = OWNER, "Lễ hội 20.8522"
    exif[0xA431] = "SN-20.8522-106.0169"
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (20.0, 51.0, 7.92), "E", (106, 1, 0.8)
    detail = exif.get_ifd(0x8769)
    detail[0x927C] = b"MakerNote 20.8522 106.0169"
    detail[0x9286] = b"ASCII\0\0\0" + b"106.0169"
    return exif.tobytes()


def png_header(width: int, height: int, colour: int = 0, depth: int = 1) -> bytes:
    """A PNG that promises much and holds almost nothing."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 2000))
        + chunk(b"IEND", b"")
    )


def chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)


def png_bomb(side: int) -> bytes:
    """Every pixel is there, and they are all black: 300 KB for gigabytes."""
    packer = zlib.compressobj(9)
    row = b"\0" * (side // 8 + 1)
    pixels = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", pixels)
        + chunk(b"IEND", b"")
    )


def lying_jpeg(width: int, height: int) -> bytes:
    data = saved("JPEG")
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


def gif(frames: int, side: int = 64) -> bytes:
    # Each unlike the one before, or Pillow makes one of them.
    shades = [Image.new("L", (side, side), n * 97 % 256) for n in range(frames)]
    return saved("GIF", shades[0], save_all=True, append_images=shades[1:])


def gif_screen() -> bytes:
    data = saved("GIF")
    return data[:6] + b"\xff\xff\xff\xff" + data[10:]


def tiff(width: int, height: int, *, follow: int = 0) -> bytes:
    """A directory with a size and one strip that is not there."""
    tags = [
        (256, 4, width),
        (257, 4, height),
        (258, 3, 1),
        (259, 3, 4),
        (262, 3, 0),
        (273, 4, 8),
        (277, 3, 1),
        (278, 4, height),
        (279, 4, 4),
    ]
    entries = b"".join(struct.pack("<HHII", tag, form, 1, n) for tag, form, n in tags)
    return (
        b"II*\0"
        + struct.pack("<I", 16)
        + b"\0" * 8
        + struct.pack("<H", len(tags))
        + entries
        + struct.pack("<I", follow)
    )


def heic(**options) -> bytes:
    target = BytesIO()
    pillow_heif.from_pillow(drawn()).save(target, quality=50, **options)
    return target.getvalue()


def profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def wide_webp() -> bytes:
    black = pyvips.Image.black(16383, 16383, bands=3)
    return bytes(black.webpsave_buffer(lossless=True, effort=0))


def cases() -> Iterator[Case]:
    for form in STILL:
        ending = ENDINGS.get(form, form.lower())
        yield taken(f"a plain {form}", f"a.{ending}", lambda form=form: saved(form))
        yield refused(
            f"half a {form}",
            f"a.{ending}",
            lambda form=form: half(saved(form)),
            "image-damaged",
        )
    yield from _honest()
    yield from _private()
    yield from _too_large()
    yield from _damaged()


def _honest() -> Iterator[Case]:
    for mode in ("L", "CMYK", "RGB"):
        picture = drawn(mode=mode)
        yield taken(f"JPEG {mode}", "a.jpeg", lambda p=picture: saved("JPEG", p))
    for mode in ("RGBA", "LA", "P", "1", "I;16"):
        picture = drawn(mode=mode) if mode != "I;16" else Image.new("I;16", (9, 9), 999)
        yield taken(f"PNG {mode}", "a.png", lambda p=picture: saved("PNG", p))
    for side in ((1, 3000), (3000, 1), (1, 1)):
        yield taken(
            f"JPEG of {side[0]} by {side[1]}",
            "a.jpg",
            lambda side=side: saved("JPEG", drawn(side)),
        )
    for turn in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = turn
        yield taken(
            f"JPEG turned {turn}",
            "a.jpg",
            lambda e=exif: saved("JPEG", exif=e),
        )
    yield taken("a progressive JPEG", "a.jpg", lambda: saved("JPEG", progressive=True))
    yield taken("a profile", "a.jpg", lambda: saved("JPEG", icc_profile=profile()))
    yield taken(
        "a broken profile", "a.jpg", lambda: saved("JPEG", icc_profile=b"x" * 200)
    )
    yield taken("GIF of 20 frames", "a.gif", lambda: gif(20))
    yield taken(
        "TIFF of 3 pages",
        "a.tiff",
        lambda: saved("TIFF", save_all=True, append_images=[drawn(), drawn()]),
    )
    yield taken("a HEIC", "IMG_0001.HEIC", heic, fast=True)
    yield taken("two JPEGs in one", "a.jpg", lambda: saved("JPEG") + saved("JPEG"))
    yield taken("zeros after a JPEG", "a.jpg", lambda: saved("JPEG") + b"\0" * 999)


def _private() -> Iterator[Case]:
    """Taken, but where and by whom they were made is in no public byte."""
    secret = (*PLACE, OWNER.encode(), b"MakerNote")
    for form in ("JPEG", "PNG", "WEBP", "TIFF", "AVIF"):
        ending = ENDINGS.get(form, form.lower())
        yield taken(
            f"places in a {form}",
            f"a.{ending}",
            lambda form=form: saved(form, exif=private_exif()),
            secret=secret,
            fast=form == "JPEG",
        )
    yield taken(
        "places in a HEIC", "a.heic", lambda: heic(exif=private_exif()), secret=secret
    )
    for form in ("JPEG", "WEBP"):
        yield taken(
            f"places in XMP of a {form}",
            f"a.{ENDINGS.get(form, form.lower())}",
            lambda form=form: saved(form, xmp=XMP),
            secret=PLACE,
        )
    large = XMP.replace(b"</rdf:RDF>", b"<!--" + b"20.8522 " * 5000 + b"--></rdf:RDF>")
    yield taken("40 KB of XMP", "a.jpg", lambda: saved("JPEG", xmp=large), secret=PLACE)
    yield taken(
        "PHP in a comment",
        "a.php.jpg",
        lambda: saved("JPEG", comment=b"<?php system($_GET[0]) ?>"),
        secret=(b"<?php",),
    )
    yield taken(
        "a PDF in a comment",
        "a.jpg",
        lambda: saved("JPEG", comment=b"%PDF-1.7 1 0 obj<</JS(app.alert(1))>>"),
        secret=(b"%PDF",),
    )


def _too_large() -> Iterator[Case]:
    bomb = "image-too-large"
    yield refused("2.5 gigapixels in 300 KB", "a.png", lambda: png_bomb(50_000), bomb)
    yield refused(
        "20,000 by 20,000 in colour",
        "a.png",
        lambda: png_header(20_000, 20_000, 2, 8),
        bomb,
    )
    yield refused("PNG of 60,000", "a.png", lambda: png_header(60_000, 60_000), bomb)
    yield refused(
        "a JPEG that lies: 65,500", "a.jpg", lambda: lying_jpeg(65_500, 65_500), bomb
    )
    yield refused("TIFF of 60,000", "a.tif", lambda: tiff(60_000, 60_000), bomb)
    yield refused("GIF screen of 65,535", "a.gif", gif_screen, bomb)
    yield refused("GIF of 1,200 frames", "a.gif", lambda: gif(1200, 8), bomb)
    yield refused("WebP of 16,383", "a.webp", wide_webp, bomb)


def _damaged() -> Iterator[Case]:
    damaged = "image-damaged"
    yield refused(
        "a JPEG that lies: 30,000",
        "a.jpg",
        lambda: lying_jpeg(30_000, 1000),
        damaged,
        fast=True,
    )
    yield refused(
        "PNG without pixels", "a.png", lambda: png_header(2000, 2000), damaged
    )
    yield refused("TIFF without its strip", "a.tif", lambda: tiff(64, 64), damaged)
    yield refused("a TIFF loop", "a.tif", lambda: tiff(64, 64, follow=16), damaged)
    yield refused("TIFF of nothing", "a.tif", lambda: b"II*\0" + b"\0" * 99, damaged)
    yield refused("WebP of nothing", "a.webp", lambda: b"RIFF\x04\0\0\0WEBP", damaged)
    yield refused("GIF of nothing", "a.gif", lambda: b"GIF89a" + b"\0" * 20, damaged)
    yield refused(
        "AVIF with a gap", "a.avif", lambda: saved("AVIF") + b"<html>", damaged
    )
    yield refused("half a HEIC", "a.heic", lambda: heic()[:300], damaged)
    yield refused(
        "a JPEG start alone", "a.jpg", lambda: b"\xff\xd8\xff" + b"\0" * 50, damaged
    )
