"""Files out: for everybody what is released, for an agency what it has."""

import csv
import io
import json
import secrets
import zipfile

import openpyxl
import pytest

STAFF = "/staff/v1/exports/industrial_park"


@pytest.fixture
def upload(officer):
    async def post(content, filename):
        answer = await officer.client.post(
            "/staff/v1/imports",
            params={"type": "industrial_park", "filename": filename},
            content=content,
        )
        assert answer.status_code == 201, answer.text
        return answer.json()

    return post


@pytest.fixture
def whole_park(park):
    """Texts and fields of every awkward kind."""
    source = {"text": "Ban Quản lý", "url": "https://hungyen.gov.vn/x"}

    def figure(value, unit):
        return {"value": value, "unit": unit, "as_of": "2023-08", "source": source}

    fields = {
        "aliases": ["KCN A; mở rộng", '"Phố Nối"', "=SUM(A1)"],
        "status": "operating",
        "area": figure("1.234", "ha"),
        "decision": {"number": "-12/QĐ", "issued_on": "1898-03-01"},
        "phases": [
            {"number": 1, "area": figure("0.617", "ha")},
            {"number": 2, "area": figure("0.617", "ha"), "completed": "2022-2023"},
        ],
        "attracted_capital": figure("123456789012345678.123456", "VND"),
        "contact": {"office": "Văn phòng", "phone": "+84 221 3000 000"},
        "location": {
            "unit_code": "11953",
            "point": {"lat": "20.663", "lon": "-106.068", "approximate": True},
        },
    }
    long = "<p>" + "Phố Nối " * 5000 + "</p>"
    texts = {
        "vi": {
            "title": f"'=KCN {secrets.token_hex(3)}",
            "summary": "một\ndòng, «hai»; ba",
            "description": long,
        },
        "zh-Hans": {"title": "电子工厂"},
    }
    return park(
        fields=fields,
        languages=texts,
        unit_codes=["11953", "11977"],
        expires_at="2040-01-01T00:00:00Z",
    )


async def test_a_released_item_comes_out_in_every_form(released_item, client):
    key = released_item["key"]

    jsonl = await client.get("/v1/exports/industrial_park.jsonl?locale=en")
    table = await client.get("/v1/exports/industrial_park.csv")
    geo = await client.get("/v1/exports/industrial_park.geojson")
    book = await client.get("/v1/exports/industrial_park.xlsx?locale=en")

    docs = [json.loads(line) for line in jsonl.text.splitlines()]
    assert key in {doc["key"] for doc in docs}
    assert {doc["locale"] for doc in docs} == {"en"}
    assert table.content.startswith(b"\xef\xbb\xbfkey,")
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    row = next(row for row in rows if row["key"] == key)
    assert row["fields.area.value"] == "688.94"
    assert row["title"] == released_item["texts"]["vi"]["title"]
    features = geo.json()["features"]
    assert key in {feature["id"] for feature in features}
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    assert sheet["A1"].value == "Key"
    assert key in {cell.value for cell in sheet["A"]}
    assert book.headers["content-language"] == "en"


async def test_a_file_that_did_not_change_is_not_sent_again(
    released_item, take, leader, client
):
    path = "/v1/exports/industrial_park"
    first = await client.get(f"{path}.csv?locale=vi")
    held = {"if-none-match": first.headers["etag"]}

    again = await client.get(f"{path}.csv?locale=vi", headers=held)
    other = await client.get(f"{path}.jsonl?locale=vi", headers=held)
    await take("withdraw", released_item, by=leader, reason_class="error", note="Sai")
    changed = await client.get(f"{path}.csv?locale=vi", headers=held)

    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == changed.status_code == 200
    assert released_item["key"] not in changed.text


async def test_a_draft_is_in_no_public_file(make_item, client):
    item = await make_item()

    for form in ("jsonl", "csv", "geojson"):
        answer = await client.get(f"/v1/exports/industrial_park.{form}")
        assert answer.status_code == 200
        assert item["key"] not in answer.text


async def test_a_form_or_type_there_is_not_is_said(client):
    assert (await client.get("/v1/exports/industrial_park.pdf")).status_code == 422
    assert (await client.get("/v1/exports/castle.csv")).status_code == 404
    wrong = await client.get("/v1/exports/industrial_park.csv?locale=12")
    assert wrong.status_code == 422


@pytest.mark.parametrize("form", ["xlsx", "csv"])
async def test_what_went_out_comes_back_and_goes_out_the_same(
    form, officer, whole_park, draft_of, upload
):
    made = await officer.client.post("/staff/v1/items", json=whole_park)
    assert made.status_code == 201, made.text
    item = made.json()
    first = (await officer.client.get(f"{STAFF}.{form}")).content
    lines = (await officer.client.get(f"{STAFF}.jsonl")).content
    assert (await upload(first, f"a.{form}"))["counts"]["unchanged"] == 1
    spoilt = json.loads(json.dumps(item))
    spoilt["texts"]["vi"] |= {"summary": "Khác.", "description": "Khác."}
    spoilt["fields"]["aliases"] = ["Khác"]
    spoilt["fields"]["area"]["value"] = "1.235"
    spoilt["fields"]["phases"][0]["area"]["value"] = "0.618"
    spoilt["unit_codes"] = []
    edited = await officer.client.put(
        f"/staff/v1/items/{item['key']}",
        json=draft_of(spoilt),
        headers={"If-Match": f'"{item["hash"]}"'},
    )
    assert edited.status_code == 200, edited.text
    assert (await officer.client.get(f"{STAFF}.{form}")).content != first

    run = await upload(first, f"a.{form}")
    assert run["counts"]["update"] == 1, run
    done = await officer.client.post(f"/staff/v1/imports/{run['id']}/confirm", json={})

    assert done.status_code == 200, done.text
    assert (await officer.client.get(f"{STAFF}.{form}")).content == first
    assert (await officer.client.get(f"{STAFF}.jsonl")).content == lines


async def test_an_agency_gets_its_own_only(officer, make_item, make_person, agency):
    item = await make_item()
    auditor = await make_person("auditor")

    own = await officer.client.get(f"{STAFF}.jsonl")
    other = await officer.client.get(f"{STAFF}.jsonl?agency=so-tc")
    all_seeing = await auditor.client.get(f"{STAFF}.jsonl?agency={agency.code}")

    assert item["key"] in own.text
    assert other.status_code == 403
    assert item["key"] in all_seeing.text


async def test_a_template_has_drop_downs_and_hidden_codes(officer):
    answer = await officer.client.get(
        "/staff/v1/imports/templates/industrial_park.xlsx?languages=vi,ja"
    )

    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = book["Nhập liệu"]
    assert sheet.row_dimensions[2].hidden
    codes = [cell.value for cell in sheet[2]]
    assert {"key", "texts.ja.title", "fields.area.value", "fields.area.as_of"} <= set(
        codes
    )
    assert book["_danh_muc"].sheet_state == "hidden"
    offered = {cell.value for row in book["_danh_muc"].iter_rows() for cell in row}
    assert {"Đang hoạt động", "11953 - Phường Phố Hiến"} <= offered
    assert sheet.data_validations.count > 10
    assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None


async def test_a_filled_in_template_is_understood(officer, upload):
    answer = await officer.client.get(
        "/staff/v1/imports/templates/industrial_park.xlsx"
    )
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = book["Nhập liệu"]
    at = {cell.value: cell.column for cell in sheet[2]}
    for code, value in {
        "texts.vi.title": "KCN Sạch",
        "fi_category": "Thông tin quảng bá hình ảnh Việt Nam",
        "fields.status": "Đang hoạt động",
        "fields.area.value": 143.08,
        "fields.area.as_of": "08/2023",
        "fields.area.source.text": "Ban Quản lý",
        "fields.location.unit_code": "11953 - Phường Phố Hiến",
    }.items():
        sheet.cell(4, at[code], value)
    file = io.BytesIO()
    book.save(file)

    run = await upload(file.getvalue(), "mau.xlsx")

    assert run["counts"]["create"] == 1, run["repairs"]
    assert run["notes"] == []
