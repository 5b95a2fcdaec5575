"""Links to what is not public: one form, a quarter of an hour, a key that is known."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from assets_api.links.errors import LinkRefusedError, LinksUnavailableError
from assets_api.links.signing import Keyring, Signed

OLD, NEW = f"old:{'1' * 64}", f"new:{'2' * 64}"


@pytest.fixture
def settings(settings):
    return settings.model_copy(update={"link_keys": f"{NEW},{OLD}"})


@pytest.fixture
async def asset(officer, upload, asset_of, make_jpeg):
    return await asset_of(officer, await upload(officer, make_jpeg(), "ảnh.jpg"))


@pytest.fixture
def ask(officer, asset):
    async def run(person=officer, **order) -> httpx.Response:
        return await person.client.post(
            f"/staff/v1/assets/{asset['id']}/links",
            json={"preset": "large", "format": "jpg"} | order,
        )

    return run


@pytest.fixture
async def public(address):
    async with httpx.AsyncClient(base_url=address) as client:
        yield client


def relative(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


async def test_a_link_opens_one_form_for_a_while(
    ask, asset, make_person, public, owner
) -> None:
    given = await ask(minutes=5)
    link = relative(given.json()["url"])
    plain = link.partition("?")[0]
    answer = await public.get(link)
    again = await public.get(link, headers={"if-none-match": answer.headers["etag"]})
    left = datetime.fromisoformat(given.json()["expires_at"]) - datetime.now(UTC)

    assert given.status_code == 201
    assert timedelta(minutes=4) < left <= timedelta(minutes=5)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert answer.headers["cache-control"] == "private, no-store"
    assert again.headers["cache-control"] == "private, no-store"
    assert (await public.get(plain)).status_code == 404
    assert (await ask(make_person("officer"))).status_code == 404
    assert (await ask(preset="mezzanine")).status_code == 404
    assert (await ask(minutes=16)).status_code == 422
    told = owner(
        "SELECT count(*) FROM audit.entry WHERE subject = %s AND action ="
        " 'asset.link-given'",
        f"asset:{asset['id']}",
    )
    assert told == [(1,)]


async def test_a_link_that_was_touched_opens_nothing(
    ask, public, publish, asset
) -> None:
    """Not even what is public: nobody shall rely on it."""
    link = relative((await ask()).json()["url"])
    publish(asset)
    path, query = link.split("?")
    e, k, s = (parse_qs(query)[name][0] for name in "eks")
    other = path.replace("large-", "card-")
    touched = [
        f"{path}?e={int(e) + 60}&k={k}&s={s}",
        f"{path}?e={e}&k=old&s={s}",
        f"{path}?e={e}&k=unknown&s={s}",
        f"{path}?e={e}&k={k}&s={s[:-2]}AA",
        f"{path}?e={e}&k={k}&s=",
        f"{path}?e={e}&k={k}",
        f"{path}?s=1",
        f"{path}?e={e}&e={e}&k={k}&s={s}",
        f"{path}?e={e}&k={k}&s={s}&more=1",
        f"{path}?e=%D9%A1&k={k}&s={s}",
        f"{path}?e={'9' * 400}&k={k}&s={s}",
        f"{path}?e=-1&k={k}&s={s}",
        f"{other}?{query}",
    ]

    answers = [await public.get(url) for url in touched]

    assert {(a.status_code, a.json()["code"]) for a in answers} == {
        (403, "link-refused")
    }
    assert {a.headers["cache-control"] for a in answers} == {"no-store"}
    assert (await public.get(path)).status_code == 200
    assert (await public.get(link)).status_code == 200


async def test_an_old_link_is_told_from_a_forged_one(ask, public) -> None:
    path = relative((await ask()).json()["url"]).partition("?")[0]
    keyring, at = Keyring.of(f"{OLD},{NEW}"), datetime.now(UTC)

    def link(moment: datetime) -> str:
        signed = keyring.sign(path, until=moment)
        return f"{path}?e={signed.e}&k={signed.k}&s={signed.s}"

    former = await public.get(link(at + timedelta(minutes=1)))
    expired = await public.get(link(at - timedelta(seconds=1)))
    endless = await public.get(link(at + timedelta(days=1)))

    assert former.status_code == 200
    assert (expired.status_code, expired.json()["code"]) == (403, "link-expired")
    assert (endless.status_code, endless.json()["code"]) == (403, "link-refused")


async def test_a_link_ends_with_the_file(
    ask, asset, officer, make_person, public
) -> None:
    link = relative((await ask()).json()["url"])
    leader = make_person("leader", agency=officer.agency)
    await leader.client.post(
        f"/staff/v1/assets/{asset['id']}/takedown", json={"reason_class": "legal"}
    )

    assert (await public.get(link)).status_code == 410
    assert (await ask()).json()["code"] == "asset-withdrawn"


def test_keys_are_changed_in_peace_and_without_one_nothing_is_signed() -> None:
    at = datetime.now(UTC)
    until = at + timedelta(minutes=15)
    before = Keyring.of(OLD).sign("/m/a", until=until)

    Keyring.of(f"{NEW},{OLD}").check("/m/a", before, at=at)
    with pytest.raises(LinkRefusedError):
        Keyring.of(NEW).check("/m/a", before, at=at)
    with pytest.raises(LinkRefusedError):
        Keyring.of("").check("/m/a", Signed("1", "", ""), at=at)
    with pytest.raises(LinksUnavailableError):
        Keyring.of("").sign("/m/a", until=until)
    derived = Keyring.of("", token="phx_one").sign("/m/a", until=until)
    Keyring.of("", token="phx_one").check("/m/a", derived, at=at)
    with pytest.raises(LinkRefusedError):
        Keyring.of("", token="phx_two").check("/m/a", derived, at=at)
