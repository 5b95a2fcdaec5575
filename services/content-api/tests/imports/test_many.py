"""Rows become items by few statements; the items are what they would be alone."""

import secrets

from sqlalchemy import text

ASIDE = {"id", "key", "slug", "created_at", "updated_at"}


async def test_an_imported_item_is_what_it_would_be_when_typed_in(
    make_book, park_row, preview, confirm, officer, make_person, make_agency
):
    title = f"Khu công nghiệp {secrets.token_hex(3)}"
    run = await preview(make_book([park_row(1, title), park_row(2, f"{title} II")]))
    confirmed = await confirm(run)
    assert confirmed.json()["counts"]["create"] == 2
    lines = (await officer.client.get("/staff/v1/items")).json()["data"]
    keys = {line["title"]: line["key"] for line in lines}
    path = "/staff/v1/items"
    imported = (await officer.client.get(f"{path}/{keys[title]}")).json()

    kept = ("type", "fi_category", "topics", "unit_codes", "fields", "relations")
    draft = {name: imported[name] for name in kept} | {"languages": imported["texts"]}
    typed = (await officer.client.post(path, json=draft)).json()

    def plain(item):
        languages = {
            lang: {k: v for k, v in state.items() if k not in {"closure_hash", *ASIDE}}
            for lang, state in item["languages"].items()
        }
        rest = {k: v for k, v in item.items() if k not in ASIDE}
        return {**rest, "languages": languages}

    assert plain(imported) == plain(typed)
    assert typed["slug"].startswith(imported["slug"])
    stranger = await make_person("officer", agency=await make_agency())
    theirs = await preview(make_book([park_row(1, title)]), by=stranger)
    done = await confirm(theirs, by=stranger)
    assert done.status_code == 200, done.text
    line = (await stranger.client.get(path)).json()["data"][0]
    theirs = (await stranger.client.get(f"{path}/{line['key']}")).json()
    assert theirs["slug"] == f"{imported['slug']}-{line['key'].rpartition('-')[2]}"


async def test_the_diary_of_an_import_is_in_its_order_and_unbroken(
    make_book, park_row, preview, confirm, database
):
    rows = [park_row(n, f"KCN {n} {secrets.token_hex(3)}") for n in range(250)]
    run = await preview(make_book(rows))
    await confirm(run)

    async with database.reading() as session:
        said = await session.execute(
            text(
                "SELECT i.title FROM audit.entry e JOIN content.item i"
                " ON i.key = e.subject JOIN content.import_row r ON r.item_key = i.key"
                " WHERE e.action = 'item.created' AND r.run_id = :run ORDER BY e.seq"
            ),
            {"run": run["id"]},
        )
        titles = list(said.scalars())
        checked = (await session.execute(text("SELECT * FROM audit.verify()"))).one()

    assert titles == [row[1] for row in rows]
    assert checked.broken_at is None
