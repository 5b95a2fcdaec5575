"""Files that are not what they are called, and files that are two at once."""

from collections.abc import Iterator

from tests.corpus.case import Case, refused, taken
from tests.corpus.drawings import ALARM
from tests.corpus.office import zipped
from tests.corpus.papers import paper
from tests.corpus.pictures import drawn, saved

HTML = f"<!doctype html><html><script>{ALARM}</script></html>".encode()
EXE, ELF = b"MZ\x90\0" + b"\0" * 400, b"\x7fELF" + b"\0" * 400
MHT = b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n"
END_OF_ZIP = b"PK\x05\x06" + b"\0" * 18
LOADERS = {
    "CSV": b"1,2,3\n4,5,6\n",
    "Analyze": b"\x5c\x01\0\0" + b"\0" * 344,
    "MATLAB": b"MATLAB 5.0 MAT-file" + b"\0" * 200,
    "VIPS": b"\xb6\xa6\xf2\x08" + b"\0" * 200,
    "PPM": b"P6\n2 2\n255\n" + b"\0" * 12,
    "OpenEXR": b"\x76\x2f\x31\x01" + b"\0" * 200,
    "Radiance": b"#?RADIANCE\n\n-Y 2 +X 2\n" + b"\0" * 16,
    "BMP": b"BM" + b"\0" * 200,
    "JPEG 2000": b"\0\0\0\x0cjP  \r\n\x87\n" + b"\0" * 100,
    "PostScript": b"%!PS-Adobe-3.0\n(/etc/passwd) run\n",
    "a font": b"OTTO" + b"\0" * 200,
}
NAMES = {
    "a name that climbs": "../../etc/cron.d/a.jpg",
    "a name with a line break": "a\r\nSet-Cookie: x=1.jpg",
    "a name of 300 letters": "ă" * 300 + ".jpg",
    "a decomposed name": "Le\u0302\u0303 ho\u0323\u0302i.jpg",
    "an emoji": "🏮 lễ hội 🏮.jpg",
    "a name turned round": "a\u202egpj.exe\u202c.jpg",
    "two endings": "a.php.jpg",
    "no name": "",
    "dots alone": "....jpg",
    "a device of Windows": "CON.jpg",
}


def cases() -> Iterator[Case]:
    mismatch, trailing = "type-mismatch", "trailing-bytes"
    for ending in ("jpg", "png", "gif", "pdf", "svg", "docx", "mp4", "zip"):
        yield refused(f"HTML named {ending}", f"a.{ending}", lambda: HTML, mismatch)
    for name, data in (("EXE", EXE), ("ELF", ELF), ("MHT", MHT)):
        for ending in ("jpg", "pdf"):
            yield refused(
                f"{name} named {ending}", f"a.{ending}", lambda d=data: d, mismatch
            )
    for name, data in LOADERS.items():
        yield refused(
            f"{name} named PNG",
            "a.png",
            lambda d=data: d,
            mismatch,
            fast=name == "VIPS",
        )
    yield refused(
        "JPEG named PNG", "a.png", lambda: saved("JPEG", drawn((63, 47))), mismatch
    )
    yield refused("PDF named JPEG", "a.jpg", lambda: paper("another"), mismatch)
    yield refused(
        "PNG named PDF", "a.pdf", lambda: saved("PNG", drawn((63, 47))), mismatch
    )
    yield refused("a program without a name", "", lambda: ELF, "type-not-accepted")
    for form, ending in (("JPEG", "jpg"), ("PNG", "png"), ("GIF", "gif")):
        for name, more in (("HTML", HTML), ("a JAR", zipped({"a": "x"}))):
            yield refused(
                f"{form} and {name}",
                f"a.{ending}",
                lambda form=form, more=more: saved(form) + more,
                trailing,
                fast=form == "JPEG",
            )
    yield refused("WebP and HTML", "a.webp", lambda: saved("WEBP") + HTML, trailing)
    yield refused(
        "TIFF and a ZIP's end", "a.tif", lambda: saved("TIFF") + END_OF_ZIP, trailing
    )
    yield refused(
        "GIF and JavaScript",
        "a.gif",
        lambda: b"GIF89a/*" + b"\0" * 40 + b"*/=alert('opened')//",
        "image-damaged",
    )
    yield refused("one byte", "a.jpg", lambda: b"\xff", mismatch)
    for number, (name, filename) in enumerate(NAMES.items()):
        yield taken(name, filename, lambda n=number: saved("JPEG", drawn((30 + n, 30))))
