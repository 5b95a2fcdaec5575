"""What the release really writes is what the description promises to a reader."""

import hashlib

import pytest

from content_api.public import schemas
from phohien.canonical import canonical_json


@pytest.fixture
async def lines_about(client):
    async def read(key: str) -> list[dict]:
        found, since = [], 0
        while True:
            page = (await client.get(f"/v1/changes?since={since}&limit=1000")).json()
            found += [line for line in page["data"] if line["key"] == key]
            if page["next_cursor"] is None:
                return found
            since = page["next_cursor"]

    return read


async def test_a_released_item_reads_as_described(client, released_item) -> None:
    item = (await client.get(f"/v1/items/{released_item['key']}?locale=en")).json()

    assert schemas.Item.model_validate(item).locale == "en"
    assert set(item) == set(schemas.Item.model_fields)
    assert item["available_locales"] == ["en", "vi"]


async def test_a_released_item_stands_in_lists_and_in_search(
    client, released_item, agency
) -> None:
    title = released_item["texts"]["vi"]["title"]
    listed = (await client.get(f"/v1/items?agency={agency.code}")).json()
    found = await client.get("/v1/search", params={"q": title, "locale": "vi"})

    (card,) = listed["data"]
    assert schemas.ItemCard.model_validate(card).key == released_item["key"]
    assert set(card) == set(schemas.ListedCard.model_fields)
    assert card.pop("available_locales") == ["en", "vi"]
    (hit,) = found.json()["data"]
    assert card.items() <= hit.items()


async def test_lines_of_the_real_log_prove_themselves(
    released_item, lines_about
) -> None:
    lines = await lines_about(released_item["key"])

    assert [line["kind"] for line in lines] == ["released", "released"]
    for line in lines:
        assert set(line) == set(schemas.Change.model_fields)
        told = {name: line[name] for name in line if name not in {"hash", "prev_hash"}}
        link = bytes.fromhex(line["prev_hash"]) + canonical_json(told)
        assert hashlib.sha256(link).hexdigest() == line["hash"]


async def test_a_withdrawal_is_gone_at_once(
    client, released_item, take, leader
) -> None:
    await take("withdraw", released_item, by=leader, reason_class="error", note="Sai")

    gone = await client.get(f"/v1/items/{released_item['key']}")

    assert gone.status_code == 410
    assert gone.json()["errors"][0]["code"] == "error"
