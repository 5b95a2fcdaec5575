"""Manifests, read by the IIIF's own model of them."""

import secrets
from urllib.parse import urlsplit

import iiif_prezi3
import pytest


def checked(answer) -> dict:
    assert answer.status_code == 200, answer.text
    iiif_prezi3.Manifest(**answer.json())
    return answer.json()


@pytest.fixture
def manifest(officer):
    async def ask(ident: str, **headers: str):
        path = f"/iiif/presentation/3/{ident}/manifest"
        return await officer.client.get(path, headers=headers)

    return ask


@pytest.fixture
def released(publish, owner):
    """Released with words, in Vietnamese and English; the documents' ids."""

    def run(asset) -> list:
        documents = [publish(asset), publish(asset)]
        owner("UPDATE release.document SET lang = 'en' WHERE id = %s", documents[1])
        for lang, caption in (("vi", "Sổ tay đầu tư"), ("en", "Investment guide")):
            owner(
                "UPDATE release.media SET caption = %s, credit = 'Ban Quản lý', alt ="
                " %s, licence = 'CC BY-SA 4.0' WHERE document_id = ANY(%s) AND"
                " document_id IN (SELECT id FROM release.document WHERE lang = %s)",
                caption,
                f"({lang})",
                documents,
                lang,
            )
        return documents

    return run


async def test_a_brochure_is_paged_with_its_contents_and_its_file(
    officer, upload, asset_of, make_brochure, manifest, released, owner
) -> None:
    data = make_brochure(
        "Cover",
        "Land",
        "Power",
        marks={"Nowhere": 0, "Land": 2, "- Power": 3},
        lang="en",
    )
    brochure = await asset_of(officer, await upload(officer, data, "Sổ tay.pdf"))
    hidden = await manifest(brochure["id"])
    documents = released(brochure)
    answer = await manifest(brochure["id"])
    linked = await manifest(brochure["id"], accept="application/ld+json")

    assert (hidden.status_code, hidden.json()["code"]) == (404, "media-not-found")
    found = checked(answer)
    assert found["label"] == {"vi": ["Sổ tay đầu tư"], "en": ["Investment guide"]}
    assert found["summary"] == {"vi": ["(vi)"], "en": ["(en)"]}
    assert found["behavior"] == ["paged"]
    assert found["rights"] == "http://creativecommons.org/licenses/by-sa/4.0/"
    assert found["requiredStatement"]["value"]["vi"] == ["Ban Quản lý"]
    version = brochure["asset_version_id"]
    service = found["items"][1]["items"][0]["items"][0]["body"]["service"][0]["id"]
    assert service.endswith(f"/iiif/3/{version}:2")
    assert found["items"][2]["width"] > found["items"][2]["height"]
    contents = found["structures"][0]["items"]
    assert [one["label"] for one in contents] == [{"en": ["Land"]}]
    assert contents[0]["items"][0]["id"] == found["items"][1]["id"]
    assert contents[0]["items"][1]["label"] == {"en": ["- Power"]}
    for place in (found["rendering"][0]["id"], found["thumbnail"][0]["id"]):
        assert (await officer.client.get(urlsplit(place).path)).status_code == 200
    assert linked.headers["content-type"].startswith("application/ld+json;profile=")
    assert answer.headers["access-control-allow-origin"] == "*"
    owner("DELETE FROM release.document WHERE id = ANY(%s)", documents)
    assert (await manifest(brochure["id"])).status_code == 410


async def test_an_album_shows_its_public_pictures_in_its_order(
    officer, make_person, upload, asset_of, make_jpeg, manifest, released
) -> None:
    photos = [
        await asset_of(officer, await upload(officer, make_jpeg(), f"{number}.jpg"))
        for number in range(3)
    ]
    made = await officer.client.post(
        "/staff/v1/albums",
        json={
            "alias": f"a-{secrets.token_hex(4)}",
            "title": {"vi": "Lễ hội", "en": "Festival"},
            "summary": {"vi": "Ảnh"},
            "members": [
                {"asset_id": photos[2]["id"], "title": {"vi": "Rước nước"}},
                {"asset_id": photos[1]["id"]},
                {"asset_id": photos[0]["id"], "caption": {"en": "Gate"}},
            ],
        },
    )
    hidden = await manifest(made.json()["id"])
    path, tag = made.headers["location"], {"if-match": made.headers["etag"]}
    leader = make_person("leader", agency=officer.agency)
    await leader.client.post(f"{path}/release", headers=tag)
    released(photos[0])
    released(photos[2])

    found = checked(await manifest(made.json()["id"]))
    alone = checked(await manifest(photos[0]["id"]))
    await leader.client.post(f"{path}/withdraw")
    gone = await manifest(made.json()["id"])

    assert hidden.status_code == 404
    assert found["label"] == {"vi": ["Lễ hội"], "en": ["Festival"]}
    assert found["behavior"] == ["individuals"]
    assert [one["label"] for one in found["items"]] == [
        {"vi": ["Rước nước"]},
        {"vi": ["Sổ tay đầu tư"], "en": ["Investment guide"]},
    ]
    assert found["items"][1]["summary"] == {"en": ["Gate"]}
    assert found["items"][0]["rights"].endswith("/by-sa/4.0/")
    assert (alone["items"][0]["width"], alone["items"][0]["height"]) == (64, 48)
    assert (gone.status_code, gone.json()["code"]) == (410, "album-withdrawn")
