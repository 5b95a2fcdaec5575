"""What a sheet means: its header, its figures, its names, and what is wrong."""

import secrets

import pytest


def title():
    return f"KCN Phố Nối {secrets.token_hex(3)}"


def details(rows):
    return [problem["detail"] for row in rows for problem in row["problems"]]


@pytest.mark.parametrize(
    ("written", "value", "warns"),
    [
        ("1.234,5", "1234.5", False),
        ("1.234", "1234", True),
        ("688,94", "688.94", False),
        ("1,234.5", "1234.5", False),
        ("1.234.567", "1234567", False),
        ("12.5", "12.5", False),
        (688.94, "688.94", False),
        ("688,94 ha", "688.94", False),
        ("1 234,5", "1234.5", False),
    ],
)
async def test_a_number_is_read_as_offices_write_it(
    written, value, warns, make_book, park_row, preview, confirm, officer, rows_of
):
    run = await preview(make_book([park_row(1, title(), written)]))
    await confirm(run)

    line = (await officer.client.get("/staff/v1/items")).json()["data"][0]
    item = (await officer.client.get(f"/staff/v1/items/{line['key']}")).json()
    assert item["fields"]["area"]["value"] == value
    assert run["counts"]["warning"] == warns
    assert ("ambiguous-number" in str(await rows_of(run))) == warns


async def test_what_cannot_be_read_is_said_at_its_cell(
    make_book, park_row, preview, rows_of, confirm
):
    bad = [1, title(), "x", "rất rộng", "hôm qua", "Ban", "Đang hoạt độngg"]
    run = await preview(make_book([bad, park_row(2, title())]))

    assert (run["counts"]["error"], run["counts"]["create"]) == (1, 1)
    row = (await rows_of(run))[0]
    assert {problem["cell"] for problem in row["problems"]} == {"D5", "E5", "G5"}
    assert any("«Đang hoạt động»" in detail for detail in details([row]))
    refused = await confirm(run)
    assert refused.status_code == 409
    assert refused.json()["code"] == "import-has-errors"
    taken = await confirm(run, skip_errors=True)
    assert taken.json()["state"] == "confirmed"


async def test_problems_are_grouped_by_how_they_are_mended(
    make_book, park_row, preview
):
    rows = [park_row(n, title(), "rộng") for n in range(30)]

    run = await preview(make_book(rows))

    [repair] = [one for one in run["repairs"] if one["code"] == "not-a-number"]
    assert (repair["repair"], repair["count"]) == ("number", 30)
    assert repair["rows"] == list(range(5, 25))


async def test_the_rules_of_the_type_speak_with_the_name_of_the_column(
    make_book, preview, rows_of
):
    header = ["Tên", "Diện tích (ha)", "Đất công nghiệp cho thuê (ha)"]
    run = await preview(
        make_book([[title(), 100, 150]], header=header), as_of="2023", source="Ban"
    )

    [row] = await rows_of(run)
    [problem] = row["problems"]
    assert problem["code"] == "figure-too-large"
    assert problem["cell"] == "C5"
    assert problem["detail"].startswith("Đất công nghiệp cho thuê")


async def test_a_figure_without_time_and_source_takes_those_of_the_import(
    make_book, preview, rows_of
):
    book = make_book([[title(), 100]], header=["Tên", "Diện tích (ha)"])

    bare, told = await preview(book), await preview(book, as_of="2023", source="Ban")

    assert bare["counts"]["error"] == 1
    assert told["counts"]["create"] == 1
    assert any("Thời điểm" in detail for detail in details(await rows_of(bare)))


async def test_old_and_misspelt_names_of_communes(make_book, preview, rows_of):
    header = ["Tên", "Xã, phường"]
    rows = [
        [title(), "Phường Phố Hiến; xã tân hưng"],
        [title(), "Phường An Tảo"],
        [title(), "Phường Phố Hiển x"],
    ]
    run = await preview(make_book(rows, header=header))

    found = await rows_of(run)
    assert [row["action"] for row in found] == ["create", "create", "error"]
    assert "Có phải «Phường Phố Hiến»" in details(found)[0]


async def test_a_park_is_named_by_its_title_or_nearly(
    make_book, preview, rows_of, make_item
):
    texts = {"vi": {"title": "Khu công nghiệp Đông Anh", "summary": "x"}}
    park = await make_item(languages=texts)
    header = ["Tên", "Liên kết 1 - Quan hệ", "Liên kết 1 - Mục tin liên quan"]
    rows = [
        ["Dự án A", "Nằm trong", "khu công nghiệp đông anh"],
        ["Dự án B", "Nằm trong", "Khu công nghiệp Đồng Anh 2"],
    ]

    run = await preview(
        make_book(rows, header=header), type="article", fi_category="official"
    )

    first, second = await rows_of(run)
    assert first["action"] == "create"
    assert "«Khu công nghiệp Đông Anh»" in details([second])[0]
    assert park["key"] not in details([second])[0]


async def test_another_agency_is_asked_about(make_book, preview, rows_of, agency):
    header = ["Tên", "Tóm tắt", "Cơ quan"]
    rows = [[title(), "x", f"Cơ quan {agency.code}"], [title(), "x", "Sở Tài chính"]]

    run = await preview(
        make_book([*rows, [title(), "x", "Sở Tài chinhs"]], header=header)
    )

    found = await rows_of(run)
    assert [row["action"] for row in found] == ["create", "error", "error"]
    assert "Mỗi" in details(found)[0] or "mỗi" in details(found)[0]
    assert "«Sở Tài chính»" in details(found)[1]


async def test_a_header_of_two_rows_is_read_together(make_book, preview):
    def change(book):
        sheet = book.active
        for cell, text in {
            "A3": "Tên",
            "B3": "Diện tích",
            "B4": "Giá trị",
            "C4": "Thời điểm của số liệu",
            "D4": "Nguồn số liệu - Nguồn",
        }.items():
            sheet[cell] = text
        sheet.merge_cells("A3:A4")
        sheet.merge_cells("B3:D3")

    book = make_book(
        [["(1)", "(2)", "(3)", "(4)"], [title(), 100, 2023, "Ban"], ["Tổng cộng", 100]],
        header=[],
        change=change,
    )

    run = await preview(book)

    meant = {one["index"]: one["column"] for one in run["columns"]}
    assert meant[0] == "texts.vi.title"
    assert meant[2] == "fields.area.as_of"
    assert run["counts"]["create"] == 1, run["repairs"]
    assert "rows-skipped" in {note["code"] for note in run["notes"]}


async def test_english_headers_and_unknown_ones(make_book, preview):
    header = ["Title (en)", "Title", "Status", "Mật độ xây dựng", "Tinh trang"]
    run = await preview(make_book([["A", title(), "Operating", 1, 2]], header=header))

    assert [one["column"] for one in run["columns"]][:3] == [
        "texts.en.title",
        "texts.vi.title",
        "fields.status",
    ]
    said = " ".join(note["detail"] for note in run["notes"])
    assert "Mật độ xây dựng" in said
    assert "“Tinh trang” trùng nghĩa" in said
    assert run["counts"]["create"] == 1, run["repairs"]


async def test_a_header_of_your_own_is_remembered(make_book, send, preview, officer):
    book = make_book(
        [[title(), "Một khu."]], header=["Danh xưng KCN", "Lời giới thiệu"]
    )
    assert (await send(book)).json()["code"] == "header-not-found"
    path = "/staff/v1/imports/mappings/industrial_park"
    columns = {"Danh xưng KCN": "texts.vi.title", "lời giới thiệu": "texts.vi.summary"}

    put = await officer.client.put(path, json={"columns": columns})

    assert put.status_code == 200, put.text
    assert (await preview(book))["counts"]["create"] == 1
    wrong = await officer.client.put(path, json={"columns": {"A": "fields.castle"}})
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["pointer"] == "/columns/A"


async def test_an_empty_cell_keeps_and_the_word_erases(
    make_book, preview, confirm, officer, make_item
):
    item = await make_item()
    header = ["Mã mục tin", "Tên", "Tóm tắt", "Tình trạng", "Tóm tắt (en)"]
    row = [item["key"], None, None, "(xóa)", "Largest."]

    run = await preview(make_book([row], header=header))
    await confirm(run)

    after = (await officer.client.get(f"/staff/v1/items/{item['key']}")).json()
    assert after["texts"]["vi"] == item["texts"]["vi"]
    assert after["texts"]["en"]["summary"] == "Largest."
    assert "status" not in after["fields"]
    assert after["fields"]["area"] == item["fields"]["area"]


async def test_changes_are_shown_before_and_after(
    make_book, preview, rows_of, make_item
):
    item = await make_item()
    header = ["Mã mục tin", "Diện tích (ha)"]

    run = await preview(make_book([[item["key"], 700]], header=header))

    [row] = await rows_of(run)
    assert row["changes"] == [
        {
            "column": "fields.area.value",
            "label": "Diện tích",
            "before": "688.94",
            "after": "700",
        }
    ]


async def test_rows_that_mean_the_same_item_are_refused(
    make_book, park_row, preview, rows_of, make_item
):
    item = await make_item()
    name = item["texts"]["vi"]["title"]
    rows = [park_row(1, name), park_row(2, name.upper()), park_row(3, title())]

    run = await preview(make_book(rows))

    found = await rows_of(run)
    assert [row["action"] for row in found] == ["update", "error", "create"]
    assert "dòng 5" in details(found)[-1]


async def test_a_row_taken_before_does_not_undo_what_was_edited_since(
    make_book, park_row, preview, confirm, officer, draft_of
):
    book = make_book([park_row(1, title(), 100)])
    await confirm(await preview(book))
    line = (await officer.client.get("/staff/v1/items")).json()["data"][0]
    path = f"/staff/v1/items/{line['key']}"
    item = (await officer.client.get(path)).json()
    item["fields"]["area"]["value"] = "120"
    match = {"If-Match": f'"{item["hash"]}"'}
    await officer.client.put(path, json=draft_of(item), headers=match)

    again = await preview(book)

    assert again["counts"]["unchanged"] == 1
    assert again["repairs"][0]["code"] == "imported-before"
