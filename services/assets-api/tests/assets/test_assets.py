from base64 import b64encode

import pytest

from phohien import bootstrap, keys

RIGHTS = {
    "creator": "Nguyễn Văn A",
    "rights_holder": "Ban Quản lý các KCN",
    "licence": "CC-BY-4.0",
    "credit": "Ảnh: Nguyễn Văn A",
    "source_type": "photo",
}
WORDS = {"texts": {"vi": {"alt": "Cổng đền"}, "zh-CN": {"alt": "庙门"}}}


@pytest.fixture
async def asset(officer, upload, asset_of, make_jpeg):
    return await asset_of(officer, await upload(officer, make_jpeg(), "ảnh.jpg"))


@pytest.fixture
def path(asset) -> str:
    return f"/staff/v1/assets/{asset['id']}"


@pytest.fixture
def manifest(urls, asset, make_person):
    """What content-api is told about the asset, in one language."""
    token = keys.new_token("phv")
    bootstrap.ensure_service_token(urls.owner, "content-api", token)
    client = make_person().client

    async def ask(lang: str):
        answer = await client.get(
            f"/internal/v1/assets/{asset['id']}/manifest",
            params={"lang": lang},
            headers={"authorization": f"Bearer {token}"},
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    return ask


async def test_rights_and_words_are_edited_under_an_etag(officer, path) -> None:
    before = await officer.client.get(path)
    etag = {"if-match": before.headers["etag"]}

    blind = await officer.client.patch(path, json=RIGHTS)
    done = await officer.client.patch(path, json=RIGHTS | WORDS, headers=etag)
    stale = await officer.client.patch(path, json=RIGHTS, headers=etag)

    assert blind.status_code == 428
    assert done.status_code == 200, done.text
    assert done.json()["creator"] == "Nguyễn Văn A"
    assert done.json()["texts"] == {
        "vi": {"alt": "Cổng đền", "caption": ""},
        "zh-Hans": {"alt": "庙门", "caption": ""},
    }
    assert done.headers["etag"] != before.headers["etag"]
    assert stale.status_code == 412
    assert stale.headers["etag"] == done.headers["etag"]


async def test_what_is_left_out_stays(officer, path) -> None:
    async def edit(body):
        etag = (await officer.client.get(path)).headers["etag"]
        answer = await officer.client.patch(path, json=body, headers={"if-match": etag})
        assert answer.status_code == 200, answer.text
        return answer.json()

    await edit(RIGHTS | WORDS)
    await edit({"texts": {"vi": {"caption": "Mùa lễ hội"}}})
    last = await edit({"texts": {"zh-Hans": {"alt": ""}}, "credit": ""})

    assert last["licence"] == "CC-BY-4.0"
    assert last["credit"] == ""
    assert last["texts"] == {"vi": {"alt": "Cổng đền", "caption": "Mùa lễ hội"}}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"unknown": 1}, "invalid-request"),
        ({"texts": {"tiếng Việt": {"alt": "x"}}}, "unknown-language"),
        ({"texts": {"vi": {"alt": "TUYỆT MẬT"}}}, "marking-found"),
    ],
)
async def test_a_bad_edit_leaves_no_trace(officer, path, body, code) -> None:
    before = await officer.client.get(path)

    answer = await officer.client.patch(
        path, json=body, headers={"if-match": before.headers["etag"]}
    )

    after = await officer.client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert after.json() == before.json()


async def test_a_refused_marking_is_told_without_its_words(
    officer, path, owner
) -> None:
    named = {
        "upload-metadata": f"filename {b64encode('TỐI MẬT.pdf'.encode()).decode()}"
    }
    held = (await officer.client.get(path)).headers["etag"]

    edited = await officer.client.patch(
        path, json={"credit": "TỐI MẬT: zqword"}, headers={"if-match": held}
    )
    sent = await officer.client.post(
        "/staff/v1/uploads",
        headers={"tus-resumable": "1.0.0", "upload-length": "9", **named},
    )

    assert edited.json()["code"] == sent.json()["code"] == "marking-found"
    lines = owner(
        "SELECT subject, detail FROM audit.entry WHERE action = 'marking.refused'"
        " AND actor = %s ORDER BY seq",
        f"person:{officer.username}",
    )
    assert [subject for subject, _ in lines] == [
        "/staff/v1/assets/{asset_id}",
        "/staff/v1/uploads",
    ]
    assert {detail["agency"] for _, detail in lines} == {officer.agency.code}
    assert "zqword" not in str(lines)


async def test_another_agency_sees_no_asset(make_person, path) -> None:
    stranger = make_person("leader")

    read = await stranger.client.get(path)
    written = await stranger.client.patch(path, json=RIGHTS, headers={"if-match": "*"})
    listed = await stranger.client.get("/staff/v1/assets")

    assert (read.status_code, written.status_code) == (404, 404)
    assert listed.json() == {"data": [], "next_cursor": None}


async def test_pages_meet_without_gap_or_overlap(officer, upload, make_jpeg) -> None:
    made = [
        (await upload(officer, make_jpeg(), f"{number}.jpg"))["asset_id"]
        for number in range(3)
    ]
    seen, query = [], {"limit": 2}

    while True:
        answer = await officer.client.get("/staff/v1/assets", params=query)
        seen += [asset["id"] for asset in answer.json()["data"]]
        if answer.json()["next_cursor"] is None:
            break
        assert 'rel="next"' in answer.headers["link"]
        query["cursor"] = answer.json()["next_cursor"]

    assert seen == made[::-1]


async def test_equal_bytes_are_stored_once_and_owned_apart(
    officer, make_person, upload, asset_of, make_jpeg, owner
) -> None:
    data, stranger = make_jpeg(), make_person("officer")

    first = await asset_of(officer, await upload(officer, data, "a.jpg"))
    again = owner(
        "SELECT used FROM assets.agency_quota WHERE agency_id = %s", officer.agency.id
    )
    theirs = await asset_of(stranger, await upload(stranger, data, "b.jpg"))

    blobs = owner("SELECT bytes FROM assets.blob WHERE sha256 = %s", first["sha256"])
    assert blobs == [(len(data),)]
    assert again == [(len(data),)]
    assert theirs["sha256"] == first["sha256"]
    assert theirs["id"] != first["id"]


async def test_the_manifest_names_what_stands_in_the_way(
    officer, path, manifest
) -> None:
    bare = await manifest("vi")
    await officer.client.patch(path, json=RIGHTS | WORDS, headers={"if-match": "*"})
    whole, foreign = await manifest("zh-CN"), await manifest("en")

    def codes(found):
        return [blocker["code"] for blocker in found["blockers"]]

    assert codes(bare) == ["missing-rights", "missing-alt"]
    assert codes(whole) == []
    assert codes(foreign) == ["missing-alt"]
    assert whole["alt"] == "庙门"
    assert whole["kind"] == "image"
    assert whole["mime"] == "image/jpeg"
    assert whole["path"].endswith("/large-2.jpg")
    assert whole["filename"] == "ảnh.jpg"
    assert whole["licence"] == "CC-BY-4.0"
    assert (whole["width"], whole["height"]) == (64, 48)
    assert {one["preset"] for one in whole["renditions"]} == {
        "thumb",
        "card",
        "hero",
        "large",
        "square",
        "wide",
    }


async def test_words_for_a_picture_that_was_replaced_are_looked_at_again(
    officer, asset, path, manifest, upload, make_jpeg
) -> None:
    await officer.client.patch(path, json=RIGHTS | WORDS, headers={"if-match": "*"})

    async def standing(**texts):
        """What stands in the way of each language after such an edit."""
        if texts:
            edit = {"texts": {"vi": texts}}
            await officer.client.patch(path, json=edit, headers={"if-match": "*"})
        found = {lang: (await manifest(lang))["blockers"] for lang in ("vi", "zh-CN")}
        return [[one["code"] for one in each] for each in found.values()]

    assert await standing() == [[], []]
    await upload(officer, make_jpeg(80, 60), "ảnh mới.jpg", replaces=asset["id"])
    assert await standing() == [["alt-of-earlier"], ["alt-of-earlier"]]
    gaps = {one["code"] for one in (await officer.client.get(path)).json()["gaps"]}
    assert "alt-of-earlier" in gaps
    assert await standing(caption="Cổng") == [["alt-of-earlier"], ["alt-of-earlier"]]
    assert await standing(alt=WORDS["texts"]["vi"]["alt"]) == [[], ["alt-of-earlier"]]


async def test_a_manifest_is_for_services_only(officer, asset) -> None:
    answer = await officer.client.get(
        f"/internal/v1/assets/{asset['id']}/manifest", params={"lang": "vi"}
    )

    assert answer.status_code == 401


async def test_where_an_asset_is_shown(officer, asset, path, publish) -> None:
    publish(asset)

    usage = (await officer.client.get(path)).json()["usage"]

    assert [(one["lang"], one["role"]) for one in usage] == [("vi", "photo")]
