"""Who may import what, and what never gets in."""

import io
import json
import secrets
import zipfile

import openpyxl
import pytest
from sqlalchemy import text


@pytest.mark.parametrize(
    "hide",
    [
        lambda sheet: sheet.cell(5, 3, "TỐI MẬT"),
        lambda sheet: sheet.cell(40, 9, "Độ mật: Tuyệt mật"),
        lambda sheet: setattr(sheet.oddHeader.center, "text", "TUYỆT MẬT"),
        lambda sheet: setattr(
            sheet["B5"], "comment", openpyxl.comments.Comment("TỐI MẬT", "ai đó")
        ),
        lambda sheet: sheet.parent.create_sheet("Ẩn").append(["Số 12/TM-UBND"]),
    ],
    ids=["cell", "far cell", "page header", "comment", "other sheet"],
)
async def test_a_marking_anywhere_keeps_the_whole_file_out(
    hide, make_book, park_row, send, officer, database, agency
):
    def change(book):
        hide(book.active)
        for sheet in book.worksheets[1:]:
            sheet.sheet_state = "hidden"

    answer = await send(make_book([park_row(1, "KCN A")], change=change))

    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == "marking-found"
    assert "MẬT" not in answer.json()["detail"]
    assert not (await officer.client.get("/staff/v1/imports")).json()["data"]
    async with database.reading() as session:
        kept = await session.scalar(
            text("SELECT count(*) FROM content.import_run WHERE agency_code = :code"),
            {"code": agency.code},
        )
    assert kept == 0


async def test_the_workbook_comes_back_with_its_errors_marked(
    make_book, park_row, preview, officer
):
    rows = [park_row(1, "KCN A", "rộng"), park_row(2, "KCN B", "1.234")]
    run = await preview(make_book(rows))

    answer = await officer.client.get(
        f"/staff/v1/imports/{run['id']}/workbook", headers={"Accept-Language": "vi"}
    )

    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["Biểu 01"]
    assert sheet["A1"].value == "BIỂU TỔNG HỢP CÁC KHU CÔNG NGHIỆP"
    assert "A1:G1" in {str(merged) for merged in sheet.merged_cells.ranges}
    assert sheet["H4"].value == "LỖI"
    assert "Không đọc được số" in sheet["H5"].value
    assert "Không đọc được số" in sheet["D5"].comment.text
    assert sheet["D5"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["D6"].fill.fgColor.rgb == "FFFFEB9C"
    assert sheet["B5"].fill.fgColor.rgb != "FFFFC7CE"


async def test_a_csv_comes_back_as_a_workbook(preview, officer):
    lines = "Tên;Diện tích (ha)\nKCN A;rộng\n".encode()
    run = await preview(lines, filename="a.csv")

    answer = await officer.client.get(f"/staff/v1/imports/{run['id']}/workbook")

    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[1]] == ["Tên", "Diện tích (ha)", "LỖI"]
    assert "Not a number" in sheet["C2"].value


async def test_pictures_are_not_kept(make_book, park_row, preview, database):
    file = io.BytesIO(make_book([park_row(1, "KCN A")]))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/media/image1.png", b"\x89PNG secret pixels")

    run = await preview(file.getvalue())

    async with database.reading() as session:
        kept = await session.scalar(
            text("SELECT workbook FROM content.import_run WHERE id = :id"),
            {"id": run["id"]},
        )
    assert zipfile.ZipFile(io.BytesIO(kept)).read("xl/media/image1.png") == b""


async def test_refusals_say_what_to_do(send, make_book, park_row):
    macro = io.BytesIO(make_book([park_row(1, "KCN A")]))
    with zipfile.ZipFile(macro, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")

    refused = await send(macro.getvalue())
    nothing = await send(b"")
    large = await send(bytes((25 << 20) + 1))

    assert refused.status_code == 422
    assert refused.json()["code"] == "workbook-refused"
    assert refused.json()["errors"][0]["code"] == "macros"
    assert ".xlsx" in refused.json()["detail"]
    assert nothing.status_code == 422
    assert large.status_code == 413


async def test_only_the_officers_of_an_agency_import_for_it(
    make_book, park_row, send, preview, make_person, make_agency, client, officer
):
    book = make_book([park_row(1, "KCN A")])
    stranger = await make_person("officer", agency=await make_agency())
    auditor = await make_person("auditor")
    run = await preview(book)
    path = f"/staff/v1/imports/{run['id']}"

    assert (await send(book, agency="so-tc")).status_code == 403
    assert (await send(book, by=auditor)).status_code == 403
    assert (await client.post("/staff/v1/imports")).status_code == 401
    for address in (path, f"{path}/rows", f"{path}/workbook"):
        assert (await stranger.client.get(address)).status_code == 403
        assert (await auditor.client.get(address)).status_code == 200
    for step in ("confirm", "undo"):
        answer = await stranger.client.post(f"{path}/{step}", json={})
        assert answer.status_code == 403
    assert (await officer.client.get(f"{path[:-1]}0/rows")).status_code in {200, 404}


async def test_rows_and_runs_come_in_pages(make_book, park_row, preview, officer):
    rows = [park_row(n, f"KCN {secrets.token_hex(4)}") for n in range(5)]
    run = await preview(make_book(rows))
    await preview(make_book(rows))
    path = f"/staff/v1/imports/{run['id']}/rows"

    first = (await officer.client.get(f"{path}?limit=3")).json()
    rest = (
        await officer.client.get(f"{path}?limit=3&cursor={first['next_cursor']}")
    ).json()
    runs = (await officer.client.get("/staff/v1/imports?limit=1")).json()
    older = await officer.client.get(f"/staff/v1/imports?cursor={runs['next_cursor']}")

    numbers = [row["number"] for row in first["data"] + rest["data"]]
    assert numbers == [5, 6, 7, 8, 9]
    assert rest["next_cursor"] is None
    assert [line["id"] for line in older.json()["data"]] == [run["id"]]


@pytest.mark.parametrize(
    "wanted",
    [
        {"type": "castle"},
        {"sheet": "Biểu 9"},
        {"filename": ""},
        {"filename": "a\0b"},
        {"fi_category": "gossip"},
        {"as_of": "hôm qua"},
        {"colour": "green"},
    ],
)
async def test_odd_wishes_get_an_answer(wanted, make_book, park_row, send):
    answer = await send(make_book([park_row(1, "KCN A")]), **wanted)

    assert answer.status_code in {201, 404, 422}
    json.loads(answer.text)


async def test_a_marking_in_two_cells_of_one_text_is_found(preview, send):
    lines = "texts.vi.title,texts.vi.summary,texts.vi.summary#2\nKCN A,{},{}\n"

    split = await send(lines.format("TỐI M", "ẬT").encode(), filename="a.csv")
    plain = await preview(lines.format("Một ", "khu.").encode(), filename="a.csv")

    assert split.status_code == 422, split.text
    assert split.json()["code"] == "marking-found"
    assert plain["counts"]["create"] == 1


async def test_a_marking_in_what_holds_for_all_rows_is_found(
    make_book, park_row, send, officer
):
    answer = await send(make_book([park_row(1, "KCN A")]), source="TỐI MẬT")
    mapping = await officer.client.put(
        "/staff/v1/imports/mappings/event", json={"columns": {"TỐI MẬT": "key"}}
    )

    assert answer.json()["code"] == mapping.json()["code"] == "marking-found"
