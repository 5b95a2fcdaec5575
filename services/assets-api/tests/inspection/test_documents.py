import zipfile
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

LINK = (
    '<Relationship Id="r{n}" Type="http://schemas.openxmlformats.org/officeDocument/'
    '2006/relationships/{kind}" Target="{target}" TargetMode="External"/>'
)


def xfa(pdf) -> None:
    pdf.Root.AcroForm = Dictionary(XFA=String("<xdp/>"))


def javascript_in_names(pdf) -> None:
    action = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    tree = Dictionary(Names=Array([String("x"), action]))
    pdf.Root.Names = Dictionary(JavaScript=tree)


def attachment(pdf) -> None:
    pdf.attachments["a.exe"] = b"MZ"


def launch(pdf) -> None:
    link = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=[0, 0, 9, 9],
        A=Dictionary(S=Name.Launch, F=String("cmd.exe")),
    )
    pdf.pages[0].Annots = Array([link])


def locked(password: str) -> pikepdf.Encryption:
    return pikepdf.Encryption(owner="chủ", user=password)


ACTIVE = {
    "script in a name tree": ({"change": javascript_in_names}, "pdf-active-content"),
    "attachment": ({"change": attachment}, "pdf-active-content"),
    "launch": ({"change": launch}, "pdf-active-content"),
    "xfa": ({"change": xfa}, "pdf-active-content"),
    "password to open": ({"encryption": locked("mở")}, "encrypted"),
    "password to edit": ({"encryption": locked("")}, "encrypted"),
}


@pytest.mark.parametrize("case", ACTIVE)
async def test_a_pdf_that_can_act_or_hide_is_not_taken(
    officer, upload, make_pdf, case
) -> None:
    build, reason = ACTIVE[case]

    status = await upload(officer, make_pdf(**build), "a.pdf")

    assert status["reason"] == reason
    assert status["state"] == ("held" if reason == "encrypted" else "rejected")


ENDS = {
    "html before": (lambda data: b"<html>" + data, "trailing-bytes"),
    "a jar after": (lambda data: data + b"PK\x03\x04 a jar", "trailing-bytes"),
    "blanks after": (lambda data: data + b"\r\n\0\0", None),
    "half a file": (lambda data: data[: len(data) // 2], "pdf-damaged"),
    "ends alone": (lambda _: b"%PDF-1.7\n%%EOF", "pdf-damaged"),
}


@pytest.mark.parametrize("case", ENDS)
async def test_a_pdf_begins_and_ends_as_one(officer, upload, make_pdf, case) -> None:
    spoil, reason = ENDS[case]

    status = await upload(officer, spoil(make_pdf()), "a.pdf")

    assert status["reason"] == reason, status


@pytest.fixture
async def public_copy(officer, upload, asset_of, publish, delivery_url):
    """The asset of a file, and the answer the public gets for it."""

    async def fetch(data: bytes, name: str):
        asset = await asset_of(officer, await upload(officer, data, name))
        publish(asset)
        return asset, await officer.client.get(delivery_url(asset))

    return fetch


async def test_a_brochure_is_read_pictured_and_stripped(
    public_copy, make_pdf, owner
) -> None:
    def private(pdf) -> None:
        pdf.docinfo["/Author"] = "Nguyễn Văn Riêng Tư"
        with pdf.open_metadata() as metadata:
            metadata["dc:creator"] = ["Nguyễn Văn Riêng Tư"]
        pdf.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([pdf.pages[0].obj]))

    data = make_pdf("Pho Noi A", "Thang Long II", change=private)

    asset, answer = await public_copy(data, "Sổ tay đầu tư.pdf")

    with pikepdf.open(BytesIO(answer.content)) as public:
        assert len(public.pages) == 2
        assert "/Info" not in public.trailer
        assert "/Metadata" not in public.Root
        assert "/OpenAction" not in public.Root
    assert asset["pages"] == 2
    assert asset["sha256"] != asset["renditions"][0]["sha256"]
    disposition = answer.headers["content-disposition"]
    assert 'filename="So tay dau tu.pdf"' in disposition
    assert "filename*=UTF-8''S%E1%BB%95%20tay%20%C4%91%E1%BA%A7u%20t%C6%B0.pdf" in (
        disposition
    )
    presets = {one["preset"] for one in asset["renditions"]}
    drawn = {"preview", "thumb", "card", "hero", "large", "square", "wide"}
    assert presets == {"download", *drawn}
    (words,) = owner(
        "SELECT words FROM assets.version_text WHERE version_id = %s",
        asset["asset_version_id"],
    )[0]
    assert "Pho Noi A" in words
    assert "Thang Long II" in words


def external(kind: str, target: str) -> dict[str, str]:
    return {"rels": LINK.format(n=1, kind=kind, target=target)}


MACRO_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml"
OFFICE = {
    "plain": ({}, "ready"),
    "a link to the web": (external("hyperlink", "https://hungyen.gov.vn"), "ready"),
    "macro kind": ({"main": MACRO_MAIN}, "held"),
    "macros": ({"word__vbaProject.bin": b"\xd0\xcf"}, "held"),
    "an object": ({"word__embeddings__oleObject1.bin": b"\xd0\xcf"}, "held"),
    "a template": (external("attachedTemplate", "http://x/t.dotm"), "held"),
    "dde": ({"text": 'DDEAUTO c:\\\\cmd.exe "/k calc"'}, "held"),
    "other office": ({"main": "application/vnd.oasis.opendocument.text"}, "rejected"),
    "entities": ({"word__x.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}, "rejected"),
    "a name outside": ({"..__evil.xml": "<a/>"}, "rejected"),
    "deep": ({"word__x.xml": "<a>" * 9999 + "</a>" * 9999}, "rejected"),
}


@pytest.mark.parametrize("case", OFFICE)
async def test_an_office_file_that_can_act_or_reach_out_is_not_taken(
    officer, upload, make_docx, case
) -> None:
    build, state = OFFICE[case]

    status = await upload(officer, make_docx(**build), "a.docx")

    assert status["state"] == state, status
    assert (status["reason"] is None) == (state == "ready")


async def test_a_zip_bomb_is_known_by_its_directory(officer, upload, make_docx) -> None:
    data = make_docx(**{"word__big.xml": "<a>" + " " * 30_000_000 + "</a>"})

    status = await upload(officer, data, "a.docx")

    assert (status["state"], status["reason"]) == ("rejected", "archive-bomb")


async def test_a_plain_zip_is_no_office_file(officer, upload, zipped) -> None:
    status = await upload(officer, zipped({"a.txt": "x"}), "a.docx")

    assert status["state"] == "rejected"


async def test_an_encrypted_office_file_is_held(officer, upload) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    data += "EncryptedPackage".encode("utf-16-le")

    status = await upload(officer, data, "a.xlsx")

    assert (status["state"], status["reason"]) == ("held", "encrypted")


async def test_the_public_copy_names_no_author_and_no_share(
    public_copy, make_docx
) -> None:
    share = LINK.format(n=2, kind="hyperlink", target=r"file:///\\may-chu\noi-bo")
    site = LINK.format(n=1, kind="hyperlink", target="https://hungyen.gov.vn")
    data = make_docx("Báo cáo 2026", rels=site + share)

    _, answer = await public_copy(data, "báo cáo.docx")

    with zipfile.ZipFile(BytesIO(answer.content)) as copy:
        everything = b"".join(copy.read(name) for name in copy.namelist())
    assert "Báo cáo 2026".encode() in everything
    assert b"https://hungyen.gov.vn" in everything
    assert "Trần Thị B".encode() not in everything
    assert b"may-chu" not in everything


async def test_a_workbook_is_taken(officer, upload, make_xlsx) -> None:
    data = make_xlsx("Khu công nghiệp", "Diện tích")

    assert (await upload(officer, data, "số liệu.xlsx"))["state"] == "ready"
