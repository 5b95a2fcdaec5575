"""Brochures of a few pages, and what is public of them."""

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Dictionary, Name, OutlineItem, String

A4, WIDE = (595, 842), (842, 595)


@pytest.fixture
def make_brochure() -> Callable[..., bytes]:
    """A page for each line, all A4 but the last, with bookmarks to some of them."""

    def build(*lines: str, marks: dict[str, int] | None = None, lang="") -> bytes:
        pdf = pikepdf.new()
        font = pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type1,
                BaseFont=Name.Helvetica,
                Encoding=Name.WinAnsiEncoding,
            )
        )
        for number, line in enumerate(lines, 1):
            page = pdf.add_blank_page(page_size=WIDE if number == len(lines) else A4)
            page.Resources = Dictionary(Font=Dictionary(F1=font))
            drawing = f"BT /F1 40 Tf 60 300 Td ({line}) Tj ET".encode("latin-1")
            page.Contents = pdf.make_stream(drawing)
        if lang:
            pdf.Root.Lang = String(lang)
        with pdf.open_outline() as outline:
            for title, number in (marks or {}).items():
                item = OutlineItem(title, number - 1 if number else None)
                if title.startswith("-"):
                    outline.root[-1].children.append(item)
                else:
                    outline.root.append(item)
        target = BytesIO()
        pdf.save(target)
        return target.getvalue()

    return build


@pytest.fixture
async def brochure(officer, upload, asset_of, make_brochure):
    """Six pages; the fifth says nothing."""
    data = make_brochure(
        "Industrial parks",
        "Land and water",
        "Power",
        "Labour",
        "",
        "Contact",
        marks={"Land and water": 2, "- Power": 3, "Contact": 6, "Nowhere": 0},
        lang="en-GB",
    )
    status = await upload(officer, data, "Industrial parks.pdf")
    return await asset_of(officer, status)
