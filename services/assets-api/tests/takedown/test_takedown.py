"""Withdrawn: refused everywhere, gone from the bucket, told further out, evidenced."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from assets_api.delivery.service import note_public
from assets_api.storage import keys
from assets_api.storage.store import Store
from assets_api.takedown.service import Hands
from phohien.settings import S3Settings

WITHIN = 5.0


@pytest.fixture
async def shown(officer, upload, asset_of, make_jpeg, publish, desk):
    """An asset that is public."""
    asset = await asset_of(officer, await upload(officer, make_jpeg(700, 500), "a.jpg"))
    document = publish(asset)
    await note_public(desk.database, at=datetime.now(UTC))
    return asset | {"document": document}


@pytest.fixture
def take_down(make_person):
    """A leader of the officer's agency withdraws it, for ever."""

    async def run(asset, officer, **order):
        leader = make_person("leader", agency=officer.agency)
        return await leader.client.post(
            f"/staff/v1/assets/{asset['id']}/takedown",
            json={"reason_class": "consent", "note": "Người trong ảnh rút đồng ý."}
            | order,
        )

    return run


async def test_every_process_refuses_every_address_within_five_seconds(
    officer, shown, take_down, start_process, deafen
) -> None:
    """Also when the line on which it would hear of it died just before."""
    addresses = await asyncio.gather(start_process(), start_process())
    version = shown["asset_version_id"]
    paths = [form["url"] for form in shown["renditions"]]
    paths += [
        f"/iiif/3/{version}/info.json",
        f"/iiif/3/{version}/full/99,/0/default.jpg",
    ]
    urls = [f"{address}{path}" for address in addresses for path in paths]
    async with httpx.AsyncClient(timeout=10) as public:
        before = {(await public.get(url)).status_code for url in urls}
        deaf = deafen()
        ordered = await take_down(shown, officer)
        began = asyncio.get_running_loop().time()
        while True:
            answers = [await public.get(url) for url in urls]
            spent = asyncio.get_running_loop().time() - began
            if {answer.status_code for answer in answers} == {410} or spent > WITHIN:
                break

    assert (before, deaf >= 2, ordered.status_code) == ({200}, True, 200)
    assert {answer.status_code for answer in answers} == {410}
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}
    assert {answer.json()["code"] for answer in answers} == {"media-withdrawn"}
    assert spent < WITHIN


async def test_its_forms_leave_the_bucket_and_the_evidence_stays(
    officer, make_person, shown, take_down, sweep, hands, owner
) -> None:
    await take_down(shown, officer)
    await sweep()
    await sweep()

    path = f"/staff/v1/assets/{shown['id']}/takedown"
    (done,) = (await officer.client.get(path)).json()["data"]
    gone = [
        await hands.store.head(keys.blob(form["sha256"])) for form in done["removed"]
    ]
    original = await officer.client.get(f"/staff/v1/assets/{shown['id']}/original")
    urls = [form["url"] for form in shown["renditions"]]
    answers = [await officer.client.get(url) for url in urls]
    assert gone == [None] * len(gone)
    # With the source of the others, which has no address.
    assert {"mezzanine", "large"} < {form["preset"] for form in done["removed"]}
    assert {answer.status_code for answer in answers} == {410}
    assert (done["scope"], done["reason_class"]) == ("asset", "consent")
    assert (done["last_error"], done["next_attempt_at"]) == ("", None)
    assert done["refused_at"] <= done["removed_at"] <= done["purged_at"]
    assert original.status_code == 200
    assert (done["original_sha256"], done["original_held"]) == (shown["sha256"], True)
    told = owner(
        "SELECT action FROM audit.entry WHERE subject = %s ORDER BY seq",
        f"asset:{shown['id']}",
    )
    assert [action for (action,) in told][-4:] == [
        "asset.withdrawn",
        "media.taken-down",
        "media.removed",
        "media.purged",
    ]
    other = await make_person("officer").client.get(path)
    auditor = await make_person("auditor").client.get(path)
    assert (other.status_code, auditor.status_code) == (404, 200)


async def test_a_step_that_fails_is_done_again_until_it_is_done(
    officer, shown, take_down, sweep, hands, cdn, owner
) -> None:
    """The bucket is away, and the CDN answers 503."""
    path = f"/staff/v1/assets/{shown['id']}/takedown"
    await take_down(shown, officer)
    cdn.status = 503
    nowhere = S3Settings(endpoint="127.0.0.1:9", access_key="a", secret_key="b")
    async with Store.connect(nowhere) as away:
        await sweep(Hands(hands.database, away, hands.http, hands.hook))
    (waiting,) = (await officer.client.get(path)).json()["data"]
    made = [form for form in shown["renditions"] if form["sha256"]]
    hashes = [form["sha256"] for form in made]
    still = [await hands.store.head(keys.blob(sha256)) for sha256 in hashes]
    cdn.status = 204
    owner(
        "UPDATE assets.takedown SET next_attempt_at = now() WHERE asset_id = %s",
        shown["id"],
    )
    await sweep()

    (done,) = (await officer.client.get(path)).json()["data"]
    assert waiting["last_error"] == "store, purge: status 503"
    assert (waiting["removed_at"], waiting["purged_at"]) == (None, None)
    assert all(still)
    assert all((done["removed_at"], done["purged_at"]))
    first, second = (told for told in cdn.heard if shown["id"] in str(told))
    assert first == second
    version, media = shown["asset_version_id"], "https://media.example"
    assert {f"{media}{form['url']}" for form in made} < set(first["urls"])
    assert f"{media}/iiif/3/{version}" in first["prefixes"]


async def test_bytes_that_somebody_else_shows_too_are_left_alone(
    officer, make_person, upload, asset_of, make_jpeg, publish, sweep, take_down
) -> None:
    data, other = make_jpeg(), make_person("officer")
    mine = await asset_of(officer, await upload(officer, data, "một.jpg"))
    theirs = await asset_of(other, await upload(other, data, "hai.jpg"))
    publish(mine)
    publish(theirs)

    await take_down(mine, officer)
    await sweep()

    for form in theirs["renditions"]:
        answer = await officer.client.get(form["url"])
        assert answer.status_code == 200
        assert form["bytes"] in (None, len(answer.content))


async def test_what_no_document_shows_is_purged_and_may_be_shown_again(
    officer, shown, sweep, cdn, owner, publish
) -> None:
    path = f"/staff/v1/assets/{shown['id']}/takedown"
    owner("DELETE FROM release.document WHERE id = %s", shown["document"])
    await sweep()
    (down,) = (await officer.client.get(path)).json()["data"]
    publish(shown)
    await sweep()
    (ended,) = (await officer.client.get(path)).json()["data"]
    urls = [form["url"] for form in shown["renditions"]]

    assert (down["scope"], down["removed_at"], down["ended_at"]) == (
        "release", None, None,
    )  # fmt: skip
    assert down["purged_at"]
    assert len([told for told in cdn.heard if shown["id"] in str(told)]) == 1
    assert ended["ended_at"] > down["refused_at"]
    assert {(await officer.client.get(url)).status_code for url in urls} == {200}


async def test_only_those_in_charge_take_a_file_down_and_once(
    officer, make_person, shown, take_down
) -> None:
    path = f"/staff/v1/assets/{shown['id']}/takedown"
    order = {"reason_class": "legal"}

    by_officer = await officer.client.post(path, json=order)
    by_stranger = await make_person("leader").client.post(path, json=order)
    marked = await take_down(shown, officer, note="Độ mật: TUYỆT MẬT")
    odd = await take_down(shown, officer, reason_class="mood")
    first = await make_person("coordinator").client.post(path, json=order)
    second = await take_down(shown, officer)

    assert by_officer.status_code == 403
    assert by_stranger.status_code == 404
    assert (marked.status_code, marked.json()["code"]) == (422, "marking-found")
    assert odd.status_code == 422
    assert (first.status_code, first.json()["reason_class"]) == (200, "legal")
    assert (second.status_code, second.json()["code"]) == (409, "asset-withdrawn")


async def test_a_list_of_what_was_taken_down_has_pages(
    officer, make_person, upload, asset_of, make_jpeg, take_down, sweep
) -> None:
    for name in ("một.jpg", "hai.jpg"):
        status = await upload(officer, make_jpeg(32, 32), name)
        await take_down(await asset_of(officer, status), officer)
    await sweep()

    first = await officer.client.get("/staff/v1/takedowns?limit=1")
    second = await officer.client.get(first.links["next"]["url"])
    stranger = await make_person("officer").client.get("/staff/v1/takedowns")

    seen = [page.json()["data"][0]["asset_id"] for page in (first, second)]
    assert len(set(seen)) == 2
    assert second.json()["next_cursor"] is None
    assert stranger.json()["data"] == []
    assert datetime.fromisoformat(first.json()["data"][0]["refused_at"]) > datetime.now(
        UTC
    ) - timedelta(minutes=5)
