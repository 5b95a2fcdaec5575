"""Parts of items, what they speak of, and counts."""

import secrets
from datetime import UTC, datetime, timedelta

import pytest

from content_api.public.schemas import Item, ItemCard


@pytest.fixture
def web(make_document, withdraw):
    """An item that speaks of a public one and of some that nobody may know of."""
    agency = f"parts-web-{secrets.token_hex(4)}"
    soon = datetime.now(UTC) + timedelta(hours=1)
    shown = make_document(["vi", "en"], title="Khu lớn", agency_code=agency)
    vi_only = make_document(["vi"], title="Chỉ tiếng Việt", agency_code=agency)
    embargoed = make_document(visible_from=soon, agency_code=agency)
    gone = make_document(agency_code=agency)
    withdraw(gone, "vi")
    others = (shown, vi_only, embargoed, gone, {"key": "hy-never-released"})
    kinds = ("located_in", "near", "near", "related", "related")
    relations = [
        {"kind": kind, "key": other["key"]}
        for kind, other in zip(kinds, others, strict=True)
    ]
    given = {"agency_code": agency, "relations": relations, "type": "event"}
    item = make_document(["vi", "en"], title="Lễ hội", **given)
    return item, shown, vi_only


def keys_of(included) -> list[str]:
    return [card["key"] for card in included["items"]]


async def test_only_what_is_public_is_included(client, web) -> None:
    item, shown, vi_only = web
    detail = f"/v1/items/{item['key']}"
    rows = f"/v1/items?agency={item['agency_code']}&type=event"

    both = (await client.get(f"{detail}?locale=vi&include=relations")).json()
    exact = await client.get(f"{detail}?locale=en&fallback=none&include=relations")
    near = (await client.get(f"{detail}?include=near,agency,units")).json()
    listed = (await client.get(f"{rows}&locale=en&include=relations")).json()
    any_list = f"{rows}&locale=en&fallback=any&include=relations&fields=relations"
    other = (await client.get(any_list)).json()

    public = {shown["key"], vi_only["key"]}
    assert set(keys_of(both["included"])) == public
    # The rest is neither shown nor counted.
    assert {one["key"] for one in both["relations"]} == public
    assert set(ItemCard.model_fields) <= set(both["included"]["items"][0])
    assert keys_of(exact.json()["included"]) == [shown["key"]]
    assert exact.json()["included"]["items"][0]["locale"] == "en"
    assert keys_of(near["included"]) == [vi_only["key"]]
    assert near["included"]["agencies"] == []
    assert keys_of(listed["included"]) == [shown["key"]]
    assert [one["key"] for one in listed["data"][0]["relations"]] == [shown["key"]]
    assert set(keys_of(other["included"])) == public
    assert set(other["data"][0]) == {"relations"}
    assert "hy-never-released" not in str([both, near, listed, other, exact.json()])


async def test_units_and_agencies_stand_beside_the_items(
    client, make_document, urls, connect
) -> None:
    with connect(urls) as owner:
        code, name = owner.execute(
            "SELECT code, name_vi FROM release.unit ORDER BY code LIMIT 1"
        ).fetchone()
        agency = owner.execute("SELECT code FROM release.agency LIMIT 1").fetchone()[0]
    item = make_document(unit_codes=[code, "99999"], agency_code=agency)

    answer = await client.get(f"/v1/items/{item['key']}?include=units,agency")
    included = answer.json()["included"]

    assert [(unit["code"], unit["name_vi"]) for unit in included["units"]] == [
        (code, name)
    ]
    assert [one["code"] for one in included["agencies"]] == [agency]
    assert included["items"] == []
    assert set(answer.json()) == {*Item.model_fields, "included", "thumbnail"} - {
        *("stale_after", "thumbnail")
    }


async def test_only_the_parts_asked_for_come(client, make_document) -> None:
    agency = "parts-fields"
    given = {"type": "article", "fields": {"genre": "interview"}}
    item = make_document(["vi", "en"], agency_code=agency, body="Nội dung", **given)
    names = "key,texts.body,fields.genre,fields.happened_on,agency.code"
    wanted = {
        "key": item["key"],
        "texts": {"body": "Nội dung"},
        "fields": {"genre": "interview"},
        "agency": {"code": agency},
    }
    detail = f"/v1/items/{item['slug']}"

    one = await client.get(f"{detail}?fields={names}")
    rows = (await client.get(f"/v1/items?agency={agency}&fields={names}")).json()
    light = await client.get(
        f"/v1/items?agency={agency}&fields=title,available_locales,thumbnail"
    )
    wrong = await client.get(f"{detail}?fields=fields.area")
    held = {"if-none-match": one.headers["etag"]}

    assert one.json() == wanted
    assert rows["data"] == [wanted]
    assert light.json()["data"] == [
        {"title": item["title"], "available_locales": ["en", "vi"], "thumbnail": None}
    ]
    assert wrong.status_code == 422
    assert one.headers["vary"].startswith("Accept, Accept-Language")
    again = await client.get(f"{detail}?fields={names}", headers=held)
    assert again.status_code == 304
    assert (await client.get(f"{detail}?fields=key", headers=held)).status_code == 200


async def test_counts_are_of_what_the_list_holds(client, make_document, web) -> None:
    agency = "parts-counts"
    given = {"agency_code": agency, "unit_codes": ["1", "2"], "topics": ["asean"]}
    for langs in (["vi"], ["vi", "en"], ["vi", "en", "ja"]):
        make_document(langs, **given)
    make_document(["vi"], **{**given, "type": "event", "topics": []})
    names = "type,agency,unit,topic,fi_category,language"
    few = f"/v1/items?agency={agency}&facets={names}&limit=1"
    of = f"{few}&count=exact"

    vi = (await client.get(f"{of}&locale=vi")).json()
    some = (await client.get(f"{few}&locale=vi&topic=asean&count=estimated")).json()
    ja = (await client.get(f"{of}&locale=ja&fallback=any")).json()
    none = (await client.get(f"{of}&locale=fr")).json()
    hidden = await client.get(
        f"/v1/items?agency={web[0]['agency_code']}&facets=type&count=exact&locale=vi"
    )

    counts = {
        name: {one["value"]: one["count"] for one in values}
        for name, values in vi["facets"].items()
    }
    assert vi["total"] == 4
    assert (vi["total_is"], vi["facets_are"], len(vi["data"])) == ("exact", "exact", 1)
    assert counts == {
        "type": {"industrial_park": 3, "event": 1},
        "agency": {agency: 4},
        "unit": {"1": 4, "2": 4},
        "topic": {"asean": 3},
        "fi_category": {"investment": 4},
        "language": {"vi": 4, "en": 2, "ja": 1},
    }
    assert (some["total"], some["total_is"]) == (3, "exact")
    assert ja["total"] == 4
    assert none["total"] == 0
    assert none["facets"]["type"] == []
    assert hidden.json()["total"] == 3
    assert sum(one["count"] for one in hidden.json()["facets"]["type"]) == 3
