"""An import from the file to the drafts and back."""

import asyncio
import secrets

import psycopg

from phohien.urls import libpq


async def test_a_form_becomes_drafts_after_it_is_confirmed(
    make_book, park_row, preview, rows_of, confirm, officer
):
    title = f"KCN Phố Nối {secrets.token_hex(3)}"
    run = await preview(make_book([park_row(1, title), park_row(2, f"{title} B", 150)]))

    assert run["counts"] == {
        "create": 2,
        "update": 0,
        "unchanged": 0,
        "error": 0,
        "warning": 0,
    }
    assert run["state"] == "previewed"
    assert not (await officer.client.get("/staff/v1/items")).json()["data"]
    assert [row["number"] for row in await rows_of(run)] == [5, 6]

    done = await confirm(run)

    assert done.status_code == 200, done.text
    assert done.json()["state"] == "confirmed"
    lines = (await officer.client.get("/staff/v1/items")).json()["data"]
    assert {line["title"] for line in lines} == {title, f"{title} B"}
    assert all(line["languages"] == {"vi": "draft"} for line in lines)
    key = next(line["key"] for line in lines if line["title"] == title)
    item = (await officer.client.get(f"/staff/v1/items/{key}")).json()
    assert item["fields"]["area"]["value"] == "1234.5"
    assert item["fields"]["area"]["unit"] == "ha"
    assert item["fields"]["status"] == "operating"


async def test_two_confirms_are_one_import(
    make_book, park_row, preview, confirm, officer
):
    run = await preview(make_book([park_row(1, f"KCN {secrets.token_hex(3)}")]))

    first, second = await asyncio.gather(confirm(run), confirm(run))

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json()["confirmed_at"] == second.json()["confirmed_at"]
    assert len((await officer.client.get("/staff/v1/items")).json()["data"]) == 1


async def test_the_same_file_again_changes_nothing(
    make_book, park_row, preview, confirm
):
    book = make_book([park_row(1, f"KCN {secrets.token_hex(3)}")])
    await confirm(await preview(book))

    again = await preview(book)

    assert again["counts"]["unchanged"] == 1
    assert (await confirm(again)).json()["counts"]["create"] == 0


async def test_a_file_previewed_twice_is_taken_once(
    make_book, park_row, preview, confirm, officer
):
    book = make_book([park_row(1, f"KCN {secrets.token_hex(3)}")])
    first, second = await preview(book), await preview(book)
    assert (await confirm(first)).status_code == 200

    late = await confirm(second)

    assert late.status_code == 409
    assert late.json()["code"] == "import-is-stale"
    assert len((await officer.client.get("/staff/v1/items")).json()["data"]) == 1


async def test_undo_takes_new_drafts_away(
    make_book, park_row, preview, confirm, officer
):
    run = await preview(make_book([park_row(1, f"KCN {secrets.token_hex(3)}")]))
    await confirm(run)

    undone = await officer.client.post(f"/staff/v1/imports/{run['id']}/undo")
    again = await officer.client.post(f"/staff/v1/imports/{run['id']}/undo")

    assert undone.status_code == 200, undone.text
    assert undone.json()["state"] == again.json()["state"] == "undone"
    assert not (await officer.client.get("/staff/v1/items")).json()["data"]
    assert (await confirm(run)).status_code == 409


async def test_undo_gives_an_edited_item_its_old_words_back(
    make_book, park_row, preview, confirm, officer, make_item
):
    item = await make_item()
    row = park_row(1, item["texts"]["vi"]["title"], 700)
    run = await preview(make_book([row]))
    assert run["counts"]["update"] == 1
    await confirm(run)
    path = f"/staff/v1/items/{item['key']}"
    changed = (await officer.client.get(path)).json()
    assert changed["fields"]["area"]["value"] == "700"
    assert changed["texts"]["en"] == item["texts"]["en"]

    await officer.client.post(f"/staff/v1/imports/{run['id']}/undo")

    back = (await officer.client.get(path)).json()
    assert back["hash"] == item["hash"]
    assert back["revision"] == 3


async def test_undo_is_refused_as_a_whole_once_somebody_went_on(
    make_book, park_row, preview, confirm, officer, take
):
    title = f"KCN {secrets.token_hex(3)}"
    run = await preview(make_book([park_row(1, title), park_row(2, f"{title} B")]))
    await confirm(run)
    line = (await officer.client.get("/staff/v1/items")).json()["data"][0]
    item = (await officer.client.get(f"/staff/v1/items/{line['key']}")).json()
    await take("submit", item, by=officer)

    refused = await officer.client.post(f"/staff/v1/imports/{run['id']}/undo")

    assert refused.status_code == 409
    assert refused.json()["code"] == "import-touched"
    assert len((await officer.client.get("/staff/v1/items")).json()["data"]) == 2


async def test_an_edit_after_the_preview_stops_the_import(
    make_book, park_row, preview, confirm, officer, make_item, draft_of
):
    item = await make_item()
    run = await preview(make_book([park_row(1, item["texts"]["vi"]["title"], 700)]))
    edited = await officer.client.put(
        f"/staff/v1/items/{item['key']}",
        json=draft_of(item, topics=["industry"]),
        headers={"If-Match": f'"{item["hash"]}"'},
    )
    assert edited.status_code == 200

    late = await confirm(run)

    assert late.status_code == 409
    assert late.json()["errors"][0]["pointer"] == "/rows/5"


async def test_the_audit_names_the_import_and_every_item(
    make_book, park_row, preview, confirm, urls
):
    rows = [park_row(n, f"KCN {secrets.token_hex(4)}") for n in range(3)]
    run = await preview(make_book(rows))
    await confirm(run)

    with psycopg.connect(libpq(urls.owner)) as owner:
        last = owner.execute(
            "SELECT action, subject FROM audit.entry ORDER BY seq DESC LIMIT 4"
        ).fetchall()

    assert [action for action, _ in last] == ["import.confirmed", *["item.created"] * 3]
    assert last[0][1] == run["id"]


async def test_what_was_submitted_before_an_import_does_not_stop_its_undo(
    make_book, preview, confirm, officer, make_item, take
):
    item = await take("submit", await make_item(), "en", by=officer)
    header = ["Mã mục tin", "Tóm tắt"]
    run = await preview(make_book([[item["key"], "Khác."]], header=header))
    await confirm(run)

    undone = await officer.client.post(f"/staff/v1/imports/{run['id']}/undo")

    assert undone.status_code == 200, undone.text
    after = (await officer.client.get(f"/staff/v1/items/{item['key']}")).json()
    assert after["texts"] == item["texts"]
    assert after["languages"]["en"]["status"] == "submitted"
