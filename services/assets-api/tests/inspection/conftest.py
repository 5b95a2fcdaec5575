"""Files as people and attackers make them, built here and kept small."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Dictionary, Name

OFFICE = "application/vnd.openxmlformats-officedocument."
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture
def make_pdf() -> Callable[..., bytes]:
    """Pages with one line each; `change` may add what it likes before saving."""

    def build(*lines: str, change=None, **save) -> bytes:
        pdf = pikepdf.new()
        font = pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type1,
                BaseFont=Name.Helvetica,
                Encoding=Name.WinAnsiEncoding,
            )
        )
        for line in lines or ("Brochure",):
            page = pdf.add_blank_page(page_size=(300, 200))
            page.Resources = Dictionary(Font=Dictionary(F1=font))
            drawing = f"BT /F1 18 Tf 20 100 Td ({line}) Tj ET".encode("latin-1")
            page.Contents = pdf.make_stream(drawing)
        if change is not None:
            change(pdf)
        target = BytesIO()
        pdf.save(target, **save)
        return target.getvalue()

    return build


@pytest.fixture
def make_docx() -> Callable[..., bytes]:
    """A Word file; `parts` adds or replaces parts, `rels` adds relations."""

    def build(text: str = "Báo cáo", *, main: str = "", rels: str = "", **parts):
        kind = main or f"{OFFICE}wordprocessingml.document.main+xml"
        runs = "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in text.split("|"))
        content = {
            "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.'
            'openxmlformats.org/package/2006/content-types"><Default Extension="xml"'
            ' ContentType="application/xml"/><Override PartName="/word/document.xml"'
            f' ContentType="{kind}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"/>',
            "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body><w:p>{runs}'
            '</w:p><w:ins w:author="Trần Thị B"><w:p/></w:ins></w:body></w:document>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONS}">'
            f"{rels}</Relationships>",
            "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxml'
            'formats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.'
            'org/dc/elements/1.1/"><dc:creator>Trần Thị B</dc:creator>'
            "</cp:coreProperties>",
        } | {name.replace("__", "/"): value for name, value in parts.items()}
        return zipped(content)

    return build


@pytest.fixture
def make_xlsx() -> Callable[..., bytes]:
    def build(*cells: str) -> bytes:
        rows = "".join(f"<si><t>{cell}</t></si>" for cell in cells)
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        return zipped(
            {
                "[Content_Types].xml": f'<Types><Override ContentType="{OFFICE}'
                'spreadsheetml.sheet.main+xml"/></Types>',
                "xl/workbook.xml": f'<workbook xmlns="{space}"><sheets><sheet'
                ' name="Số liệu"/></sheets></workbook>',
                "xl/sharedStrings.xml": f'<sst xmlns="{space}">{rows}</sst>',
            }
        )

    return build


def zipped(content: dict[str, str | bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in content.items():
            archive.writestr(name, value)
    return target.getvalue()


@pytest.fixture(name="zipped")
def zipped_fixture() -> Callable[[dict[str, str | bytes]], bytes]:
    return zipped
