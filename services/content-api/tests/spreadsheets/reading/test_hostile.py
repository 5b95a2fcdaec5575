"""What must not be read, and what reading must not cost."""

import io
import os
import subprocess
import sys
import zipfile

import pytest
import xlsxwriter

from content_api.spreadsheets.grid import MOST_ROWS
from content_api.spreadsheets.reading.errors import UnreadableError

MOST_MIB = 256


@pytest.fixture
def refusal(read):
    def of(content, sheet=""):
        with pytest.raises(UnreadableError) as caught:
            read(content, sheet)
        return caught.value.code

    return of


def big(rows, columns):
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet()
    for row in range(rows):
        for column in range(columns):
            sheet.write_string(row, column, f"Khu công nghiệp {row} {column}")
    book.close()
    return file.getvalue()


def test_macros_are_refused(refusal, book, with_part, compound, biff):
    assert refusal(with_part(book([["a"]]), "xl/vbaProject.bin", b"x")) == "macros"
    old = compound({"Workbook": biff([["a"]]), "_VBA_PROJECT_CUR": b"x"})
    assert refusal(old) == "macros"


def test_a_password_is_said_to_be_one(refusal, compound):
    locked = {"EncryptionInfo": b"x", "EncryptedPackage": b"y"}

    assert refusal(compound(locked)) == "password"


def test_objects_inside_are_refused(refusal, book, with_part):
    found = refusal(with_part(book([["a"]]), "xl/embeddings/oleObject1.bin", b"x"))

    assert found == "embedded-objects"


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04" + bytes(400),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 2000,
    ],
)
def test_a_damaged_file_is_said_to_be_one(content, refusal):
    assert refusal(content) == "damaged"


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 x", b"\x89PNG\r\n\x1a\n", b"a\0\0\0b\0\0\0,c\0"]
)
def test_what_is_no_sheet_is_said_to_be_none(content, refusal):
    assert refusal(content) in {"not-a-sheet", "encoding"}


def test_a_sheet_there_is_not_is_named(refusal, book):
    assert refusal(book([["a"]]), "Biểu 9") == "no-such-sheet"


def test_three_hundred_thousand_rows_are_refused_in_little_memory(refusal, peak):
    assert refusal(big(300_000, 4)) == "too-many-rows"
    assert peak() <= MOST_MIB


def test_three_hundred_thousand_lines_of_csv_too(refusal, peak):
    assert refusal("Tên;Số\n".encode() * 300_000) == "too-many-rows"
    assert peak() <= MOST_MIB


def test_as_many_rows_as_are_taken_fit_into_memory(read, peak):
    grid = read(big(MOST_ROWS, 40))

    assert len(grid.rows) == MOST_ROWS
    assert peak() <= MOST_MIB


def test_a_zip_bomb_is_refused_by_what_it_says(refusal, book, with_part):
    bomb = with_part(book([["a"]]), "xl/media/a.xml", bytes(300 << 20))

    assert len(bomb) < 1 << 20
    assert refusal(bomb) == "too-large-inside"


def test_a_zip_that_lies_about_its_size_is_cut_off(refusal, book):
    file = io.BytesIO(book([["a"]]))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/notes.xml", b"<a>" + b"x" * (64 << 20) + b"</a>")
    lying = file.getvalue().replace(
        (len(b"<a></a>") + (64 << 20)).to_bytes(4, "little"),
        (100).to_bytes(4, "little"),
    )

    assert refusal(lying) in {"too-large-inside", "damaged"}


def test_entities_are_not_expanded(refusal, book):
    laughs = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book([["a"]]))) as source,
        zipfile.ZipFile(made, "w") as target,
    ):
        for name in source.namelist():
            part = laughs if name.endswith("docProps/app.xml") else source.read(name)
            target.writestr(name, part)

    assert refusal(made.getvalue()) == "damaged"


def test_cells_that_repeat_for_ever_are_counted_not_written_out(refusal, ods):
    row = (
        '<table:table table:name="S"><table:table-row'
        ' table:number-rows-repeated="1000000">'
        '<table:table-cell office:value-type="string"><text:p>x</text:p>'
        "</table:table-cell></table:table-row></table:table>"
    )

    assert refusal(ods(row)) == "too-many-rows"


def test_noise_never_gets_further_than_a_refusal(read):
    for seed in range(8):
        head = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"")[seed % 3]
        with pytest.raises(UnreadableError):
            read(head + os.urandom(3000) + b"\0")


def test_a_process_that_outgrows_its_memory_is_a_refusal(refusal, book):
    def far(_, sheet):
        sheet.cell(1_048_576, 1_400, "x")

    assert refusal(book([["a"]], far)) == "too-large-inside"


def test_more_cells_than_are_read_are_refused(refusal, peak):
    assert refusal(big(MOST_ROWS, 210)) == "too-many-cells"
    assert peak() <= MOST_MIB


def test_the_process_is_bounded_before_it_opens_anything():
    code = (
        "import resource; from content_api.spreadsheets.reading import child;"
        "child.confine();"
        "print(resource.getrlimit(resource.RLIMIT_AS)[1],"
        " resource.getrlimit(resource.RLIMIT_CPU)[1])"
    )
    said = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, check=True, text=True
    )

    assert said.stdout.split() == [str(MOST_MIB << 20), "60"]
