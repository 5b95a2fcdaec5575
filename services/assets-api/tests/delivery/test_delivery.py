import asyncio
import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from httpx import AsyncClient

from assets_api.delivery.front import ROUTE, KeptAnswers
from assets_api.delivery.service import note_public
from phohien.metrics import Requests


@pytest.fixture
async def asset(officer, upload, asset_of, make_jpeg):
    return await asset_of(officer, await upload(officer, make_jpeg(), "ảnh.jpg"))


@pytest.fixture
def url(asset, delivery_url) -> str:
    return delivery_url(asset)


async def test_a_draft_is_unknown_to_the_public(officer, url) -> None:
    answer = await officer.client.get(url)

    assert (answer.status_code, answer.json()["code"]) == (404, "media-not-found")
    assert answer.headers["cache-control"] == "no-store"


async def test_a_published_file_may_be_kept_for_ever(
    officer, asset, url, publish
) -> None:
    publish(asset)

    answer = await officer.client.get(url, headers={"authorization": ""})
    head = await officer.client.head(url)
    again = await officer.client.get(
        url, headers={"if-none-match": answer.headers["etag"]}
    )

    rendition = next(one for one in asset["renditions"] if one["url"] == url)
    assert answer.headers["etag"] == f'"{rendition["sha256"]}"'
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["content-type"] == "image/jpeg"
    assert head.headers["content-length"] == str(len(answer.content))
    assert head.content == b""
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == answer.headers["etag"]


async def test_what_is_handed_out_again_is_said_to_the_letter(
    officer, asset, url, publish, owner
) -> None:
    document = publish(asset)
    plain = {"x-request-id": "twice"}
    async with AsyncClient(base_url=officer.client.base_url) as browser:
        first, again = [await browser.get(url, headers=plain) for _ in range(2)]
        last = await browser.get(url, headers={**plain, "connection": "close"})
        odd = await browser.get(url, headers={"range": "bytes=0-3"})
        elsewhere = await browser.get(f"{url}?x=1")
        owner("DELETE FROM release.document WHERE id = %s", document)
        await asyncio.sleep(1.1)
        gone = await browser.get(url, headers=plain)

    answers = (first, again, last)
    told = [{**answer.headers, "date": "", "connection": ""} for answer in answers]
    assert told[0] == told[1] == told[2]
    assert first.content == again.content == last.content
    assert again.headers["x-request-id"] == "twice"
    assert (odd.status_code, odd.content) == (206, first.content[:4])
    assert elsewhere.content == first.content
    assert gone.status_code == 410


async def test_what_is_handed_out_again_is_timed_from_when_it_was_asked_for(
    officer, asset, url, publish, monkeypatch
) -> None:
    publish(asset)
    noted = []
    find, note = KeptAnswers.find, Requests.note

    def slow(self, key):
        time.sleep(0.02)
        return find(self, key)

    def spied(self, method, route, status, seconds):
        noted.append((route, seconds))
        note(self, method, route, status, seconds)

    async with AsyncClient(base_url=officer.client.base_url) as browser:
        await browser.get(url)
        monkeypatch.setattr(KeptAnswers, "find", slow)
        monkeypatch.setattr(Requests, "note", spied)
        again = await browser.get(url)

    assert again.status_code == 200
    assert [route for route, _ in noted] == [ROUTE]
    assert noted[0][1] >= 0.02


async def test_a_part_of_a_file(officer, asset, url, publish) -> None:
    publish(asset)
    whole = await officer.client.get(url)
    size, etag = len(whole.content), whole.headers["etag"]

    part = await officer.client.get(url, headers={"range": "bytes=10-19"})
    same = await officer.client.get(
        url, headers={"range": "bytes=-5", "if-range": etag}
    )
    other = await officer.client.get(
        url, headers={"range": "bytes=-5", "if-range": '"other"'}
    )
    outside = await officer.client.get(url, headers={"range": f"bytes={size}-"})

    assert (part.status_code, part.content) == (206, whole.content[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{size}"
    assert (same.status_code, same.content) == (206, whole.content[-5:])
    assert (other.status_code, other.content) == (200, whole.content)
    assert outside.status_code == 416
    assert outside.headers["content-range"] == f"bytes */{size}"


async def test_withdrawn_is_gone_within_a_moment(
    officer, asset, url, publish, owner
) -> None:
    document = publish(asset)
    first = await officer.client.get(url)
    owner("DELETE FROM release.document WHERE id = %s", document)
    await asyncio.sleep(1.1)

    answer = await officer.client.get(url)

    assert first.status_code == 200
    assert (answer.status_code, answer.json()["code"]) == (410, "media-withdrawn")


async def test_what_nobody_fetched_is_gone_too(
    officer, asset, url, publish, owner, desk
) -> None:
    document = publish(asset)
    await note_public(desk.database, at=datetime.now(UTC))
    owner("DELETE FROM release.document WHERE id = %s", document)

    assert (await officer.client.get(url)).status_code == 410


async def test_an_embargo_hides_bytes_as_it_hides_words(
    officer, asset, url, publish
) -> None:
    publish(asset, visible_from=datetime.now(UTC) + timedelta(hours=1))

    assert (await officer.client.get(url)).status_code == 404


async def test_only_listed_renditions_have_an_address(officer, asset, publish) -> None:
    publish(asset)
    version = asset["asset_version_id"]
    addresses = [
        f"/m/{version}/mezzanine-1.jpg",
        f"/m/{version}/large-2.jpg",
        f"/m/{version}/large-1.png",
        f"/m/{uuid4()}/large-1.jpg",
    ]

    answers = [await officer.client.get(address) for address in addresses]
    odd = await officer.client.get(f"/m/{version}/..%2f..%2fetc")

    assert [answer.status_code for answer in answers] == [404] * 4
    assert odd.status_code in (404, 422)


async def test_the_original_is_for_its_agency_byte_for_byte(
    officer, make_person, upload, make_jpeg
) -> None:
    data = make_jpeg(padding=300_000)
    status = await upload(officer, data, "Đền.jpg")
    path = f"/staff/v1/assets/{status['asset_id']}/original"

    own = await officer.client.get(path)
    foreign = await make_person("leader").client.get(path)

    assert own.content == data
    assert own.headers["content-type"] == "application/octet-stream"
    assert own.headers["content-disposition"].startswith("attachment")
    assert foreign.status_code == 404
