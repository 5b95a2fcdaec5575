import zipfile
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

LINK = (
    '<Relationship Id="r{n}" Type="http://schemas.openxmlformats.org/officeDocument/'
    '2006/relationships/{kind}" Target="{target}" TargetMode="External"/>'
)


def add(key: str, value):
    return lambda pdf: pdf.Root.__setitem__(key, value)


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


@pytest.mark.parametrize(
    ("build", "verdict"),
    [
        ({"change": javascript_in_names}, ("rejected", "pdf-active-content")),
        ({"change": attachment}, ("rejected", "pdf-active-content")),
        ({"change": launch}, ("rejected", "pdf-active-content")),
        (
            {"change": add("/AcroForm", Dictionary(XFA=String("<xdp/>")))},
            ("rejected", "pdf-active-content"),
        ),
        ({"encryption": locked("mở")}, ("held", "encrypted")),
        ({"encryption": locked("")}, ("held", "encrypted")),
        ({}, ("ready", None)),
    ],
)
async def test_a_pdf_that_can_act_or_hide_is_not_taken(
    officer, upload, make_pdf, build, verdict
) -> None:
    status = await upload(officer, make_pdf(**build), "a.pdf")

    assert (status["state"], status["reason"]) == verdict


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda data: b"<html>" + data, "trailing-bytes"),
        (lambda data: data + b"PK\x03\x04 a jar", "trailing-bytes"),
        (lambda data: data + b"\r\n\0\0", None),
        (lambda data: data[: len(data) // 2], "pdf-damaged"),
        (lambda _: b"%PDF-1.7\n%%EOF", "pdf-damaged"),
    ],
)
async def test_a_pdf_begins_and_ends_as_one(
    officer, upload, make_pdf, spoil, reason
) -> None:
    status = await upload(officer, spoil(make_pdf()), "a.pdf")

    assert status["reason"] == reason, status


async def test_a_brochure_is_read_pictured_and_stripped(
    officer, upload, asset_of, publish, make_pdf, delivery_url, owner
) -> None:
    def private(pdf) -> None:
        pdf.docinfo["/Author"] = "Nguyễn Văn Riêng Tư"
        with pdf.open_metadata() as metadata:
            metadata["dc:creator"] = ["Nguyễn Văn Riêng Tư"]
        pdf.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([pdf.pages[0].obj]))

    data = make_pdf("Pho Noi A", "Thang Long II", change=private)
    asset = await asset_of(officer, await upload(officer, data, "Sổ tay đầu tư.pdf"))
    publish(asset)

    answer = await officer.client.get(delivery_url(asset))

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
    assert presets == {"download", "preview", "thumb", "card", "hero", "large"}
    (words,) = owner(
        "SELECT words FROM assets.version_text WHERE version_id = %s",
        asset["asset_version_id"],
    )[0]
    assert "Pho Noi A" in words
    assert "Thang Long II" in words


@pytest.mark.parametrize(
    ("build", "verdict"),
    [
        ({}, ("ready", None)),
        (
            {"main": "application/vnd.ms-word.document.macroEnabled.main+xml"},
            ("held", "macros"),
        ),
        ({"word__vbaProject.bin": b"\xd0\xcf"}, ("held", "macros")),
        ({"word__embeddings__oleObject1.bin": b"\xd0\xcf"}, ("held", "embedded-files")),
        (
            {"rels": LINK.format(n=1, kind="attachedTemplate", target="http://x/t.dotm")},
            ("held", "remote-content"),
        ),
        ({"text": 'DDEAUTO c:\\\\cmd.exe "/k calc"'}, ("held", "remote-content")),
        (
            {"rels": LINK.format(n=1, kind="hyperlink", target="https://hungyen.gov.vn")},
            ("ready", None),
        ),
        ({"main": "application/vnd.oasis.opendocument.text"}, ("rejected", None)),
        ({"word__big.xml": "<a>" + " " * 9_000_000 + "</a>"}, ("rejected", None)),
        (
            {"word__x.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
            ("rejected", "document-damaged"),
        ),
        ({"..__evil.xml": "<a/>"}, ("rejected", "document-damaged")),
    ],
)
async def test_an_office_file_that_can_act_or_reach_out_is_not_taken(
    officer, upload, make_docx, build, verdict
) -> None:
    status = await upload(officer, make_docx(**build), "a.docx")

    assert status["state"] == verdict[0], status
    assert verdict[1] in (None, status["reason"]) or status["state"] == "ready"


async def test_a_zip_bomb_is_known_by_its_directory(
    officer, upload, make_docx
) -> None:
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
    officer, upload, asset_of, publish, make_docx, delivery_url
) -> None:
    share = LINK.format(n=2, kind="hyperlink", target=r"file:///\\may-chu\noi-bo")
    site = LINK.format(n=1, kind="hyperlink", target="https://hungyen.gov.vn")
    data = make_docx("Báo cáo 2026", rels=site + share)
    asset = await asset_of(officer, await upload(officer, data, "báo cáo.docx"))
    publish(asset)

    content = (await officer.client.get(delivery_url(asset))).content

    with zipfile.ZipFile(BytesIO(content)) as copy:
        everything = b"".join(copy.read(name) for name in copy.namelist())
    assert "Báo cáo 2026".encode() in everything
    assert b"https://hungyen.gov.vn" in everything
    assert "Trần Thị B".encode() not in everything
    assert b"may-chu" not in everything


async def test_a_workbook_is_taken(officer, upload, make_xlsx) -> None:
    data = make_xlsx("Khu công nghiệp", "Diện tích")

    assert (await upload(officer, data, "số liệu.xlsx"))["state"] == "ready"
