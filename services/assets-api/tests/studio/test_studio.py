import asyncio
from io import BytesIO
from uuid import UUID

import pytest
from httpx import AsyncClient
from PIL import Image

from assets_api.storage import keys
from assets_api.studio import restoring, service
from assets_api.studio.painters import crew
from assets_api.studio.service import Studio
from assets_api.studio.uses import Uses, paint_hot
from phohien import clock

TOGETHER = 200


@pytest.fixture
async def asset(officer, upload, asset_of, spotted):
    data = spotted(2400, 1200, (600, 300))
    return await asset_of(officer, await upload(officer, data, "ảnh.jpg"))


@pytest.fixture
def url(asset):
    """Of one form, by preset and ending."""

    def find(preset: str, form: str = "webp") -> str:
        return next(
            one["url"]
            for one in asset["renditions"]
            if one["preset"] == preset and one["url"].endswith(form)
        )

    return find


@pytest.fixture
def orders(monkeypatch) -> list:
    """What the children of this process were told to paint."""
    given, paint = [], crew.Painter.paint

    async def noted(self, order, *more):
        given.append(order)
        return await paint(self, order, *more)

    monkeypatch.setattr(crew.Painter, "paint", noted)
    return given


async def test_two_hundred_who_ask_at_once_for_what_is_not_made_get_one_painting(
    serve, settings, officer, asset, url, publish, stored, orders
) -> None:
    publish(asset)
    addresses = [officer.client.base_url, await serve(settings)]

    async def ask(number: int):
        return await clients[number % 2].get(url("thumb"))

    async with (
        AsyncClient(base_url=addresses[0], timeout=30) as one,
        AsyncClient(base_url=addresses[1], timeout=30) as two,
    ):
        clients = [one, two]
        answers = await asyncio.gather(*(ask(number) for number in range(TOGETHER)))

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert Image.open(BytesIO(answers[0].content)).size == (320, 160)
    assert {answer.headers["etag"] for answer in answers} == {
        f'"{sha256}"' for _, sha256 in stored(asset, "thumb")
    }
    assert [(order.preset, order.source) for order in orders] == [("thumb", "jpg")]


async def test_only_names_on_the_list_are_made_and_only_for_what_is_public(
    officer, asset, url, publish, orders
) -> None:
    before = await officer.client.get(url("thumb"))
    publish(asset)
    version = asset["asset_version_id"]
    names = ["thumb-2.webp", "thumb-0.jpg", "tiny-1.webp", "proof-1.jpg", "thumb-1.png"]
    answers = [await officer.client.get(f"/m/{version}/{name}") for name in names]

    assert before.json()["code"] == "media-not-found"
    assert {answer.status_code for answer in answers} == {404}
    assert orders == []


async def test_who_would_have_to_wait_too_long_is_told_when_to_come_again(
    officer, asset, url, publish, monkeypatch
) -> None:
    publish(asset)
    monkeypatch.setattr(service, "MOST_WAITING", -crew.AT_ONCE)

    full = await officer.client.get(url("thumb"), headers={"accept-language": "vi"})
    early = await officer.client.get(url("card"))
    monkeypatch.undo()
    later = await officer.client.get(url("thumb"))

    assert (full.status_code, full.json()["code"]) == (503, "renditions-busy")
    assert full.headers["retry-after"] == "3"
    assert full.headers["cache-control"] == "no-store"
    assert "ảnh" in full.json()["detail"]
    assert (early.status_code, later.status_code) == (200, 200)


async def test_a_cut_keeps_the_point_that_somebody_named_under_a_new_address(
    officer, asset, url, publish, seen
) -> None:
    publish(asset)
    path = f"/staff/v1/assets/{asset['id']}"
    eye = await officer.client.get(url("square"))
    wrong = await officer.client.patch(
        path, json={"focal": {"x": 1.2, "y": 0}}, headers={"if-match": "*"}
    )
    turned = await officer.client.patch(
        path, json={"focal": {"x": 1, "y": 0.5}}, headers={"if-match": "*"}
    )
    forms = {
        (one["preset"], one["mime"]): one["url"] for one in turned.json()["renditions"]
    }
    right = await officer.client.get(forms["square", "image/webp"])
    old = await officer.client.get(url("square"))
    back = await officer.client.patch(
        path, json={"focal": None}, headers={"if-match": "*"}
    )

    picture, (across, _) = seen(eye.content)
    assert asset["focal"]["by"] == back.json()["focal"]["by"] == "eye"
    assert picture.size == (480, 480)
    # The spot is at a quarter of the width; the eye found it.
    assert 0.3 < across < 0.7
    assert wrong.status_code == 422
    assert turned.json()["focal"] == {"x": 1.0, "y": 0.5, "by": "person"}
    assert forms["square", "image/webp"].endswith("/square-2.webp")
    assert forms["card", "image/webp"] == url("card")
    assert right.status_code == 200
    assert Image.open(BytesIO(right.content)).getextrema()[2][1] < 150
    assert old.content == eye.content


async def test_see_through_stays_see_through_however_late_it_is_made(
    officer, upload, asset_of, publish
) -> None:
    target = BytesIO()
    Image.new("RGBA", (900, 600), (0, 90, 200, 0)).save(target, "PNG")
    asset = await asset_of(officer, await upload(officer, target.getvalue(), "dấu.png"))
    publish(asset)
    version = asset["asset_version_id"]

    drawn = await officer.client.get(f"/m/{version}/thumb-1.webp")
    flat = await officer.client.get(f"/m/{version}/thumb-1.jpg")

    assert Image.open(BytesIO(drawn.content)).getpixel((9, 9))[3] == 0
    assert Image.open(BytesIO(flat.content)).getpixel((9, 9)) == (255, 255, 255)


async def test_a_picture_that_many_look_at_becomes_avif_behind_their_backs(
    officer, asset, url, publish, desk, stored
) -> None:
    publish(asset)
    version = asset["asset_version_id"]
    avif = url("square").replace("webp", "avif")
    before = await officer.client.get(avif)
    uses = Uses(desk.database)
    async with uses.kept(every=60):
        for _ in range(51):
            uses.note(UUID(version), "square", 1)
        uses.note(UUID(version), "card", 1)
    async with Studio.opened(desk.database, desk.store, desk.scratch) as studio:
        made = await paint_hot(desk.database, studio)
        again = await paint_hot(desk.database, studio)

    after = await officer.client.get(avif)

    assert before.headers["content-type"] == "image/webp"
    assert before.headers["cache-control"] == "public, max-age=3600"
    assert before.headers["content-location"] == f"/m/{version}/square-1.webp"
    assert (made >= 1, again) == (True, 0)
    assert [form for form, _ in stored(asset, "square")] == ["avif", "webp"]
    assert after.headers["content-type"] == "image/avif"
    assert after.headers["cache-control"].endswith("immutable")
    assert "content-location" not in after.headers
    assert b"ftypavif" in after.content[:32]
    assert len(after.content) < len(before.content)


async def test_lost_and_damaged_bytes_are_made_again(
    officer, serve, settings, asset, url, publish, desk, owner, stored
) -> None:
    publish(asset)
    shown = await officer.client.get(url("card"))
    [*_, (_, card)] = stored(asset, "card")
    (_, mezzanine), (_, proof) = stored(asset, "mezzanine") + stored(asset, "proof")
    await desk.store.delete(keys.blob(card))
    await desk.store.put(keys.blob(proof), b"\xff\xd8 not the bytes of this name")

    # A process that has not kept them: the size is painted again, from the mezzanine.
    async with AsyncClient(base_url=await serve(settings), timeout=30) as fresh:
        again = await fresh.get(url("card"))
        small = await fresh.get(url("thumb"))
        await desk.store.delete(keys.blob(mezzanine))
        lost = await fresh.get(url("wide"))
        restored = await restoring.restore_due(desk, at=clock.now())
        healed = await fresh.get(url("wide"))

    assert shown.status_code == again.status_code == small.status_code == 200
    assert (lost.status_code, lost.json()["code"]) == (503, "rendition-not-ready")
    assert lost.headers["retry-after"] == "10"
    assert restored == 1
    assert healed.status_code == 200
    for sha256 in (mezzanine, proof):
        assert await desk.store.head(keys.blob(sha256)) is not None
    assert owner(
        "SELECT count(*) FROM assets.restoration WHERE version_id = %s",
        asset["asset_version_id"],
    ) == [(0,)]
