"""XLSX, XLS, ODS and CSV as offices have them."""

from codecs import BOM_UTF8
from datetime import date
from unicodedata import normalize

import pytest
from openpyxl.styles import Font

from content_api.spreadsheets.grid import Broken
from phohien import fonts

NAME = "Khu công nghiệp Quế Võ"
TCVN3 = "Khu c«ng nghiÖp QuÕ Vâ"
VNI = "Khu coâng nghieäp Queá Voõ"


def cells(grid):
    return [row for _, row in grid.rows]


@pytest.mark.parametrize(
    ("font", "written", "read_as"),
    [
        (".VnTime", TCVN3, NAME),
        (".VnTimeH", "Khu c«ng nghiÖp", "KHU CÔNG NGHIỆP"),
        ("VNI-Times", VNI, NAME),
        ("VNI-Times", "ÑÖÔØNG Nguyeãn Traõi", "ĐƯỜNG Nguyễn Trãi"),
        (".VnArial", "Đường đã là Unicode", "Đường đã là Unicode"),
        ("Times New Roman", TCVN3, TCVN3),
    ],
)
def test_a_cell_is_read_by_the_letters_of_its_font(font, written, read_as, read, book):
    def change(_, sheet):
        sheet["B2"].font = Font(name=font)

    grid = read(book([["A", "B"], ["Tên", written]], change))

    assert cells(grid)[1][1] == read_as
    assert grid.converted == (read_as != written)


def test_every_letter_of_the_old_fonts_has_its_own():
    letters = "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵ"
    assert len(letters) == 67
    assert set(fonts.TCVN3.values()) >= {ord(letter) for letter in letters}
    # VNI writes í and ì as everybody does.
    assert set(letters) - set(fonts.VNI.values()) == {"í", "ì"}
    assert set(letters.upper()) - set(fonts.VNI.values()) == {"Í", "Ì"}


def test_days_numbers_and_decomposed_letters_are_what_they_mean(read, book):
    decomposed = normalize("NFD", NAME)

    grid = read(book([[decomposed, date(2025, 8, 31), 688.94, 12.0, True, " x "]]))

    assert cells(grid) == [[NAME, date(2025, 8, 31), 688.94, 12, True, " x "]]


def test_a_formula_without_a_value_is_no_value(read, book):
    grid = read(book([["Tổng", "=1+1"]]))

    assert cells(grid) == [["Tổng", Broken("formula")]]


def test_hidden_sheets_are_told_and_not_read(read, book):
    def change(made, _):
        made.create_sheet("Bí ẩn").sheet_state = "veryHidden"
        made.create_sheet("Biểu 2").append(["khác"])

    grid = read(book([["Tên", "Số"]], change))

    assert (grid.hidden, grid.unread) == (["Bí ẩn"], ["Biểu 2"])
    assert "khác" not in str(grid.rows)


def test_an_old_xls_is_read_by_its_font(read, compound, biff):
    grid = read(compound({"Workbook": biff([["Tªn", TCVN3]], ".VnTime")}))

    assert (grid.kind, cells(grid)) == ("xls", [["Tên", NAME]])


def test_an_ods_is_read_by_its_font(read, ods):
    style = (
        '<style:style style:name="ce1" style:family="table-cell">'
        '<style:text-properties style:font-name=".VnTime"/></style:style>'
    )
    cell = '<table:table-cell office:value-type="string"'
    grid = read(
        ods(
            f'<table:table table:name="S"><table:table-row>{cell}><text:p>Tên</text:p>'
            f'</table:table-cell>{cell} table:style-name="ce1"><text:p>{TCVN3}</text:p>'
            "</table:table-cell></table:table-row></table:table>",
            style,
        )
    )

    assert (grid.kind, cells(grid)) == ("ods", [["Tên", NAME]])


@pytest.mark.parametrize(
    ("encode", "encoding"),
    [
        (lambda text: text.encode(), "utf-8"),
        (lambda text: BOM_UTF8 + text.encode(), "utf-8-sig"),
        (lambda text: text.encode("utf-16"), "utf-16"),
        (lambda text: text.encode("utf-16-be"), "utf-16-be"),
        (
            lambda text: "".join(
                letter if letter in "âăêôơưđÂĂÊÔƠƯĐ" else normalize("NFD", letter)
                for letter in text
            ).encode("cp1258", errors="replace"),
            "windows-1258",
        ),
    ],
)
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_csv_is_read_in_any_encoding_with_any_separator(encode, encoding, mark, read):
    text = f'Tên{mark}"Ghi\nchú"\r\nĐảo{mark}"1.234,5; 6"\r\n'

    grid = read(encode(text))

    assert (grid.kind, grid.encoding) == ("csv", encoding)
    assert cells(grid) == [["Tên", "Ghi\nchú"], ["Đảo", "1.234,5; 6"]]
    assert [number for number, _ in grid.rows] == [1, 2]
