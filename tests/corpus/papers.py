"""PDF: brochures, and files that only look like one."""

from collections.abc import Callable, Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from tests.corpus.case import Case, half, held, refused, taken
from tests.corpus.pictures import PLACE, private_exif, saved

Change = Callable[[Pdf], None]


def paper(*lines: str, change: Change | None = None, **options) -> bytes:
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    for line in lines or ("Brochure",):
        page = pdf.add_blank_page(page_size=(300, 200))
        page.Resources = Dictionary(Font=Dictionary(F1=font))
        text = f"BT /F1 18 Tf 20 100 Td ({line}) Tj ET".encode("latin-1")
        page.Contents = pdf.make_stream(text)
    if change is not None:
        change(pdf)
    target = BytesIO()
    pdf.save(target, **options)
    return target.getvalue()


def script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def opens_with(action: Dictionary) -> Change:
    def change(pdf: Pdf) -> None:
        pdf.Root.OpenAction = action

    return change


def script_by_name(pdf: Pdf) -> None:
    names = Dictionary(Names=Array([String("a"), script()]))
    pdf.Root.Names = Dictionary(JavaScript=names)


def page_action(pdf: Pdf) -> None:
    pdf.pages[0].obj.AA = Dictionary(O=script())


def link_action(pdf: Pdf) -> None:
    pdf.pages[0].obj.Annots = Array(
        [
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=Array([0, 0, 9, 9]),
                A=Dictionary(S=Name.Launch, F=String("cmd.exe")),
            )
        ]
    )


def attachment(pdf: Pdf) -> None:
    pdf.attachments["a.exe"] = b"MZ" + b"\0" * 99


def rich_media(pdf: Pdf) -> None:
    pdf.pages[0].obj.Annots = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=Array([0, 0, 9, 9]))]
    )


def xfa(pdf: Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(XFA=String("<xdp/>"), Fields=Array([]))


def photo(pdf: Pdf) -> None:
    stream = Stream(
        pdf,
        saved("JPEG", exif=private_exif()),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=64,
        Height=48,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    pdf.pages[0].Resources.XObject = Dictionary(P=pdf.make_indirect(stream))
    pdf.pages[0].Contents = pdf.make_stream(b"q 200 0 0 100 20 20 cm /P Do Q")


def author(pdf: Pdf) -> None:
    pdf.docinfo["/Author"] = "Nguyen Van Rieng Tu"
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = ["Nguyen Van Rieng Tu"]


def huge_page(pdf: Pdf) -> None:
    pdf.pages[0].obj.MediaBox = Array([0, 0, 14_400_000, 14_400_000])


def many_pages(count: int) -> Change:
    def change(pdf: Pdf) -> None:
        first = pdf.pages[0]
        for _ in range(count - 1):
            pdf.pages.append(first)

    return change


def page_loop(pdf: Pdf) -> None:
    pdf.Root.Pages.Kids = Array([pdf.Root.Pages])
    pdf.Root.Pages.Count = 2_000_000_000


def false_count(pdf: Pdf) -> None:
    pdf.Root.Pages.Count = 2_000_000_000


def flate_bomb(pdf: Pdf) -> None:
    """300 MB of blanks in a page's drawing."""
    pdf.pages[0].Contents = pdf.make_stream(b" " * 300_000_000)


def secret(pdf: Pdf) -> None:
    text = b"BT /F1 18 Tf 20 100 Td (TUY\\312T M\\302T) Tj 0 -40 Td (MAT) Tj ET"
    pdf.pages[0].Contents = pdf.make_stream(text)
    pdf.docinfo["/Title"] = "TUYỆT MẬT"


def locked(**passwords: str) -> bytes:
    return paper(encryption=pikepdf.Encryption(**passwords))


def xref_loop() -> bytes:
    data = paper(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    at = data.rindex(b"startxref")
    place = data[at + 9 :].split()[0]
    return data.replace(b"/Root", b"/Prev " + place + b" /Root")


ACTIVE = {
    "a script at opening": opens_with(script()),
    "a script by name": script_by_name,
    "a script of a page": page_action,
    "a program from a link": link_action,
    "a program at opening": opens_with(Dictionary(S=Name.Launch, F=String("/bin/sh"))),
    "a form that sends": opens_with(
        Dictionary(S=Name.SubmitForm, F=String("http://169.254.1.1/"))
    ),
    "a program inside": attachment,
    "rich media": rich_media,
    "XFA": xfa,
}


def cases() -> Iterator[Case]:
    yield taken("a brochure", "a.pdf", paper, fast=True)
    for name, change in ACTIVE.items():
        yield refused(
            f"PDF: {name}",
            "a.pdf",
            lambda change=change: paper(change=change),
            "pdf-active-content",
            fast=name == "a script by name",
        )
    yield taken(
        "a photograph with a place in a PDF",
        "a.pdf",
        lambda: paper(change=photo),
        secret=(*PLACE, b"MakerNote"),
    )
    yield taken(
        "an author in a PDF",
        "a.pdf",
        lambda: paper(change=author),
        secret=(b"Rieng",),
    )
    yield taken("a page of 14 million points", "a.pdf", lambda: paper(change=huge_page))
    yield refused(
        "5,001 pages",
        "a.pdf",
        lambda: paper(change=many_pages(5001)),
        "too-many-pages",
    )
    yield taken("400 pages", "a.pdf", lambda: paper(change=many_pages(400)))
    yield from _broken()
    yield from _closed()


def _broken() -> Iterator[Case]:
    damaged, trailing = "pdf-damaged", "trailing-bytes"
    yield refused("a loop of pages", "a.pdf", lambda: paper(change=page_loop), damaged)
    yield taken("a false count of pages", "a.pdf", lambda: paper(change=false_count))
    yield refused("half a PDF", "a.pdf", lambda: half(paper()), damaged)
    yield refused("the ends of a PDF", "a.pdf", lambda: b"%PDF-1.7\n%%EOF\n", damaged)
    yield taken("a loop of references", "a.pdf", xref_loop)
    yield taken("blanks after a PDF", "a.pdf", lambda: paper() + b"\r\n\0\0")
    yield refused("HTML before a PDF", "a.pdf", lambda: b"<html>" + paper(), trailing)
    yield refused("HTML after a PDF", "a.pdf", lambda: paper() + b"<html>", trailing)
    yield refused(
        "a JAR after a PDF",
        "a.pdf",
        lambda: paper() + b"PK\x05\x06" + b"\0" * 18,
        trailing,
    )
    yield taken("300 MB of blanks in 300 KB", "a.pdf", lambda: paper(change=flate_bomb))


def _closed() -> Iterator[Case]:
    for who in ({"user": "a", "owner": "b"}, {"owner": "b"}):
        yield held(
            f"PDF with a password for {' and '.join(who)}",
            "a.pdf",
            lambda who=who: locked(**who),
            "encrypted",
        )
    yield refused(
        "a marking in a PDF's title",
        "a.pdf",
        lambda: paper(change=secret),
        "marking-found",
    )
