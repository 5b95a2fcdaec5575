"""Word, Excel, PowerPoint and OpenDocument; and the ZIP beneath them."""

import re
import struct
import zipfile
from collections.abc import Iterator
from io import BytesIO

from tests.corpus.case import Case, half, held, refused, taken
from tests.corpus.pictures import PLACE, private_exif, saved

OFFICE = "application/vnd.openxmlformats-officedocument."
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MAIN = {
    "docx": f"{OFFICE}wordprocessingml.document.main+xml",
    "xlsx": f"{OFFICE}spreadsheetml.sheet.main+xml",
    "pptx": f"{OFFICE}presentationml.presentation.main+xml",
}
MACRO_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml"
BODY = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/s.xml"}
OPEN = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    ' xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink"'
)
Parts = dict[str, str | bytes]


def zipped(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, value in parts.items():
            archive.writestr(name, value)
    return target.getvalue()


def part(name: str) -> str:
    """`word__media__a_jpg` is `word/media/a.jpg`; keywords know no slash."""
    return re.sub(r"_(bin|xml|jpg)$", r".\1", name.replace("__", "/"))


def ooxml(kind: str = "docx", text: str = "Báo cáo", **more: str | bytes) -> bytes:
    main = str(more.pop("main", MAIN[kind]))
    words = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    parts: Parts = {
        "[Content_Types].xml": f'<Types><Override ContentType="{main}"/></Types>',
        BODY[kind]: f'<w:document xmlns:w="{space}">{words}</w:document>',
        "docProps/core.xml": "<c><creator>Tran Thi Rieng</creator></c>",
    }
    return zipped(parts | {part(name): one for name, one in more.items()})


def relation(kind: str, target: str) -> dict[str, str | bytes]:
    return {
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{KIND}'
            f'{kind}" Target="{target}" TargetMode="External"/></Relationships>'
        )
    }


def opened(kind: str = "odt", inside: str = "", **more: str | bytes) -> bytes:
    """OpenDocument: its type comes first and plain."""
    target = BytesIO()
    listed = str(more.pop("listed", ""))
    parts: Parts = {
        "content.xml": f"<office:document-content {SPACES}><text:p>Báo cáo</text:p>"
        f"{inside}</office:document-content>",
        "meta.xml": f"<office:meta {SPACES}><dc:creator>Tran Thi Rieng</dc:creator>"
        "</office:meta>",
        "META-INF/manifest.xml": f"<manifest>{listed}</manifest>",
    }
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", OPEN[kind])
        for name, value in (parts | more).items():
            archive.writestr(part(name), value)
    return target.getvalue()


def doubled() -> bytes:
    """Two parts of one name: a reader may see either."""
    data = ooxml(**{"word__a.xml": "<a/>", "word__b.xml": "<b/>"})
    return data.replace(b"word/b.xml", b"word/a.xml")


def overlapping() -> bytes:
    """The directory points two names at the same bytes."""
    data = bytearray(ooxml(**{"word__a.xml": "<a/>", "word__b.xml": "<a/>"}))
    at = data.index(b"PK\x01\x02")
    entries = []
    while data[at : at + 4] == b"PK\x01\x02":
        entries.append(at)
        name, extra, comment = struct.unpack_from("<HHH", data, at + 28)
        at += 46 + name + extra + comment
    data[entries[-1] + 42 : entries[-1] + 46] = data[
        entries[-2] + 42 : entries[-2] + 46
    ]
    return bytes(data)


def lying_sizes() -> bytes:
    """The directory says ten bytes; there are thirty million."""
    data = bytearray(ooxml(**{"word__big.xml": b" " * 30_000_000}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(data)


def many(count: int) -> bytes:
    return zipped({f"word/{n}.xml": "" for n in range(count)}, zipfile.ZIP_STORED)


HELD = {
    "macros in DOCX": ("a.docx", lambda: ooxml(word__vbaProject_bin=b"x"), "macros"),
    "macros by kind": ("a.docx", lambda: ooxml(main=MACRO_MAIN), "macros"),
    "a template from elsewhere": (
        "a.docx",
        lambda: ooxml(**relation("attachedTemplate", "http://169.254.1.1/t.dotm")),
        "remote-content",
    ),
    "a picture from elsewhere in DOCX": (
        "a.docx",
        lambda: ooxml(**relation("image", "http://169.254.1.1/a.png")),
        "remote-content",
    ),
    "an object in DOCX": (
        "a.docx",
        lambda: ooxml(word__embeddings__oleObject1_bin=b"\xd0\xcf"),
        "embedded-files",
    ),
    "ActiveX": ("a.docx", lambda: ooxml(word__activeX__a_bin=b"x"), "embedded-files"),
    "DDE": (
        "a.docx",
        lambda: ooxml(text='DDEAUTO c:\\cmd.exe "/k calc"'),
        "remote-content",
    ),
    "WEBSERVICE": (
        "a.xlsx",
        lambda: ooxml("xlsx", 'WEBSERVICE("http://169.254.1.1")'),
        "remote-content",
    ),
    "links to other workbooks": (
        "a.xlsx",
        lambda: ooxml("xlsx", **{"xl__externalLinks__a.xml": "<a/>"}),
        "remote-content",
    ),
    "macros in ODT": ("a.odt", lambda: opened(Basic__a_xml="<a/>"), "macros"),
    "an event in ODT": (
        "a.odt",
        lambda: opened(inside="<script:event-listener/>"),
        "macros",
    ),
    "a picture from elsewhere in ODT": (
        "a.odt",
        lambda: opened(inside='<draw:image xlink:href="http://169.254.1.1/a.png"/>'),
        "remote-content",
    ),
    "an object in ODS": (
        "a.ods",
        lambda: opened("ods", listed='<f t="application/vnd.sun.star.oleobject"/>'),
        "embedded-files",
    ),
    "an encrypted ODT": (
        "a.odt",
        lambda: opened(listed="<encryption-data/>"),
        "encrypted",
    ),
    "an encrypted DOCX": (
        "a.docx",
        lambda: (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + b"\0" * 600
            + "EncryptedPackage".encode("utf-16-le")
        ),
        "encrypted",
    ),
}


def cases() -> Iterator[Case]:
    for kind in MAIN:
        yield taken(
            f"a plain {kind}",
            f"a.{kind}",
            lambda kind=kind: ooxml(kind),
            secret=(b"Rieng",),
        )
    for kind in OPEN:
        yield taken(
            f"a plain {kind}",
            f"a.{kind}",
            lambda kind=kind: opened(kind),
            secret=(b"Rieng",),
            fast=kind == "odt",
        )
    for name, (filename, build, reason) in HELD.items():
        yield held(name, filename, build, reason, fast=name == "macros in ODT")
    yield from _lettered()
    yield from _packed()
    yield from _archived()


def _lettered() -> Iterator[Case]:
    yield taken(
        "a link to the web",
        "a.docx",
        lambda: ooxml(**relation("hyperlink", "https://hungyen.gov.vn")),
    )
    yield taken(
        "a photograph with a place in DOCX",
        "a.docx",
        lambda: ooxml(word__media__a_jpg=saved("JPEG", exif=private_exif())),
        secret=(*PLACE, b"MakerNote"),
    )
    yield taken(
        "DOCX in TCVN3", "a.docx", lambda: ooxml(text="Cæng th«ng tin ®èi ngo¹i tØnh")
    )
    yield taken(
        "ODT in VNI",
        "a.odt",
        lambda: opened(inside="<text:p>Coång thoâng tin</text:p>"),
    )
    for kind, build in (("docx", ooxml), ("xlsx", ooxml), ("pptx", ooxml)):
        yield refused(
            f"a marking in {kind}",
            f"a.{kind}",
            lambda kind=kind, build=build: build(kind, "TUYỆT MẬT"),
            "marking-found",
        )
    yield refused(
        "a marking in ODT",
        "a.odt",
        lambda: opened(inside="<text:p>TỐI MẬT</text:p>"),
        "marking-found",
    )
    yield refused(
        "a marking beside macros",
        "a.docx",
        lambda: ooxml(text="TUYỆT MẬT", word__vbaProject_bin=b"x"),
        "marking-found",
    )


def _packed() -> Iterator[Case]:
    bomb, damaged = "archive-bomb", "document-damaged"
    yield refused(
        "1 GiB in 1 MB",
        "a.docx",
        lambda: ooxml(word__big_xml=bytes(1 << 30)),
        bomb,
    )
    yield refused(
        "30 MB in 30 KB",
        "a.docx",
        lambda: ooxml(word__big_xml=b" " * 30_000_000),
        bomb,
    )
    yield refused("20,000 parts", "a.docx", lambda: many(20_000), bomb)
    yield refused("sizes that lie", "a.docx", lying_sizes, damaged)
    yield refused("two parts of one name", "a.docx", doubled, damaged)
    yield refused("parts that overlap", "a.docx", overlapping, damaged)
    for name in ("../evil.xml", "/etc/passwd", "C:\\a.xml", "word/../../a.xml"):
        yield refused(
            f"a part named {name}",
            "a.docx",
            lambda name=name: ooxml(**{name: "<a/>"}),
            damaged,
        )
    yield refused(
        "entities in DOCX",
        "a.docx",
        lambda: ooxml(**{"word__x.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}),
        damaged,
    )
    yield refused(
        "XML 9,999 deep",
        "a.docx",
        lambda: ooxml(**{"word__x.xml": "<a>" * 9999 + "</a>" * 9999}),
        "inspection-limit",
    )
    yield refused("half a DOCX", "a.docx", lambda: half(ooxml()), damaged)
    yield refused(
        "bytes after a DOCX", "a.docx", lambda: ooxml() + b"<html>", "trailing-bytes"
    )
    yield refused(
        "bytes before a DOCX", "a.docx", lambda: b"<html>" + ooxml(), "type-mismatch"
    )


def _archived() -> Iterator[Case]:
    yield taken(
        "ZIP of originals",
        "CD 2009.zip",
        lambda: zipped(
            {"ảnh/a.jpg": saved("JPEG"), "ghi chú.txt": "Lễ hội", "b.docx": ooxml()}
        ),
        fast=True,
    )
    member = "archive-member"
    yield refused(
        "ZIP with a program", "a.zip", lambda: zipped({"a.exe": b"MZ" * 99}), member
    )
    yield refused(
        "ZIP with a program named JPEG",
        "a.zip",
        lambda: zipped({"a.jpg": b"MZ" * 99}),
        member,
    )
    yield refused(
        "ZIP in ZIP",
        "a.zip",
        lambda: zipped({"b.zip": zipped({"a.txt": "x"})}),
        member,
    )
    yield refused(
        "ZIP with a marked document",
        "a.zip",
        lambda: zipped({"b.docx": ooxml(text="TUYỆT MẬT")}),
        "marking-found",
        fast=True,
    )
    yield held(
        "ZIP with macros",
        "a.zip",
        lambda: zipped({"b.docx": ooxml(word__vbaProject_bin=b"x")}),
        "macros",
    )
    yield refused(
        "ZIP named DOCX", "a.docx", lambda: zipped({"a.txt": "x"}), "type-mismatch"
    )
