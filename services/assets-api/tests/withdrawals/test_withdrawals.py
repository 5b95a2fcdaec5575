from datetime import UTC, datetime, timedelta

import httpx
import pytest

from assets_api.withdrawals import service


class Listener:
    """Stands for content-api; answers what it is told to."""

    def __init__(self) -> None:
        self.status, self.heard = 503, []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.heard.append(request.read())
        return httpx.Response(self.status, json={})


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
async def http(listener):
    async with httpx.AsyncClient(
        base_url="http://content", transport=httpx.MockTransport(listener)
    ) as client:
        yield client


@pytest.fixture
async def asset(officer, upload, asset_of, make_jpeg):
    asset = await asset_of(officer, await upload(officer, make_jpeg(), "ảnh.jpg"))
    yesterday = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()
    answer = await officer.client.patch(
        f"/staff/v1/assets/{asset['id']}",
        json={"rights_end": yesterday},
        headers={"if-match": "*"},
    )
    assert answer.status_code == 200
    return asset


async def test_ended_rights_take_the_bytes_down_at_once(
    officer, asset, publish, delivery_url, desk
) -> None:
    publish(asset)

    await service.end_rights(desk.database, at=datetime.now(UTC))

    answer = await officer.client.get(delivery_url(asset))
    assert answer.status_code == 410


async def test_content_api_is_told_until_it_has_heard(
    asset, desk, listener, http, owner
) -> None:
    at = datetime.now(UTC)
    await service.end_rights(desk.database, at=at)
    await service.end_rights(desk.database, at=at)

    await service.send_due(desk.database, http)
    unheard = len(listener.heard)
    owner("UPDATE assets.withdrawal SET next_attempt_at = now() - interval '1 s'")
    listener.status = 200
    await service.send_due(desk.database, http)
    await service.send_due(desk.database, http)

    mine = [body for body in listener.heard if asset["id"].encode() in body]
    assert unheard >= 1
    assert len(mine) == 2
    assert b'"reason_class":"rights"' in mine[0].replace(b" ", b"")


async def test_a_withdrawn_asset_is_edited_no_more(officer, asset, desk) -> None:
    await service.end_rights(desk.database, at=datetime.now(UTC))

    answer = await officer.client.patch(
        f"/staff/v1/assets/{asset['id']}",
        json={"rights_end": None},
        headers={"if-match": "*"},
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "asset-withdrawn")
