"""An album from its first words to its withdrawal."""

import secrets

import psycopg
import pytest


@pytest.fixture
async def photos(officer, upload, asset_of, make_jpeg):
    return [
        await asset_of(officer, await upload(officer, make_jpeg(), f"{number}.jpg"))
        for number in range(2)
    ]


@pytest.fixture
def leader(make_person, officer):
    return make_person("leader", agency=officer.agency)


@pytest.fixture
def draft(photos):
    return {
        "alias": f"le-hoi-{secrets.token_hex(4)}",
        "title": {"vi": "Lễ hội Phố Hiến", "zh-CN": "宪庯庙会"},
        "summary": {"vi": "Ảnh tháng ba âm lịch."},
        "members": [
            {"asset_id": photos[1]["id"], "title": {"vi": "Rước nước"}},
            {"asset_id": photos[0]["id"], "caption": {"en": "The gate"}},
        ],
    }


async def test_the_public_sees_what_a_second_person_released(
    officer, leader, photos, draft, publish, owner
) -> None:
    made = await officer.client.post("/staff/v1/albums", json=draft)
    path, public = made.headers["location"], f"/v1/albums/{draft['alias']}"
    hidden = await officer.client.get(public)
    tag = {"if-match": made.headers["etag"]}
    unread = await leader.client.post(f"{path}/release")
    officers = await officer.client.post(f"{path}/release", headers=tag)
    done = await leader.client.post(f"{path}/release", headers=tag)
    document = publish(photos[0])
    shown = (await officer.client.get(public)).json()
    content = {name: draft[name] for name in ("summary", "members")}
    edited = await officer.client.put(
        path,
        json=content | {"title": {"vi": "Tên khác"}},
        headers={"if-match": done.headers["etag"]},
    )
    still = (await officer.client.get(public)).json()
    owner("DELETE FROM release.document WHERE id = %s", document)
    bare = (await officer.client.get(public)).json()
    await leader.client.post(f"{path}/withdraw")
    gone = await officer.client.get(public)

    assert made.status_code == 201, made.text
    assert (hidden.status_code, hidden.json()["code"]) == (404, "album-not-found")
    assert (unread.status_code, officers.status_code) == (428, 403)
    assert done.json()["release"]["revision"] == 1
    assert done.json()["writers"] == []
    # The other picture is in the album, and not public: nobody learns of it.
    assert [one["asset_id"] for one in shown["members"]] == [photos[0]["id"]]
    assert shown["title"] == {"vi": "Lễ hội Phố Hiến", "zh-Hans": "宪庯庙会"}
    assert shown["members"][0]["caption"] == {"en": "The gate"}
    assert shown["members"][0]["url"] == f"/a/{photos[0]['id']}/large"
    assert edited.status_code == 200, edited.text
    assert edited.json()["writers"] == [officer.username]
    assert still["title"] == shown["title"]
    assert bare["members"] == []
    assert (gone.status_code, gone.json()["code"]) == (410, "album-withdrawn")


async def test_whoever_wrote_a_part_releases_nothing_of_it(
    officer, leader, make_person, draft, owner
) -> None:
    made = await officer.client.post("/staff/v1/albums", json=draft)
    path = made.headers["location"]
    content = {name: draft[name] for name in ("title", "summary", "members")}
    mine = await leader.client.put(
        path, json=content, headers={"if-match": made.headers["etag"]}
    )
    tag = {"if-match": mine.headers["etag"]}

    refused = await leader.client.post(f"{path}/release", headers=tag)
    stale = await officer.client.put(
        path, json=content, headers={"if-match": made.headers["etag"]}
    )
    stranger = await make_person("leader").client.get(path)

    assert (refused.status_code, refused.json()["code"]) == (
        403,
        "album-second-person-required",
    )
    assert stale.status_code == 412
    assert stranger.status_code == 404
    # The database says the same, whoever asks it.
    with pytest.raises(psycopg.errors.CheckViolation):
        owner(
            "INSERT INTO assets.album_release (album_id, revision, content, writers,"
            " released_by, released_at) SELECT id, 9, content, writers, %s, now()"
            " FROM assets.album WHERE id = %s",
            leader.username,
            made.json()["id"],
        )


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"alias": "Lễ hội"}, 422, "invalid-request"),
        ({"title": {"tiếng": "x"}}, 422, "unknown-language"),
        ({"title": {"vi": "TUYỆT MẬT"}}, 422, "marking-found"),
        ({"members": [{"asset_id": "01a20893-7fa4-7335-b53d-cf65c5e02229"}]}, 422,
         "album-member-unknown"),
    ],
)  # fmt: skip
async def test_bad_words_and_strange_files_are_refused(
    officer, change, status, code
) -> None:
    body = {"alias": f"a-{secrets.token_hex(4)}", "title": {"vi": "A"}} | change

    answer = await officer.client.post("/staff/v1/albums", json=body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_an_alias_is_given_once_and_an_empty_album_stays_inside(
    officer, leader
) -> None:
    body = {"alias": f"a-{secrets.token_hex(4)}", "title": {"vi": "A"}}
    made = await officer.client.post("/staff/v1/albums", json=body)

    again = await officer.client.post("/staff/v1/albums", json=body)
    empty = await leader.client.post(
        f"{made.headers['location']}/release",
        headers={"if-match": made.headers["etag"]},
    )
    listed = await officer.client.get("/staff/v1/albums")

    assert (again.status_code, again.json()["code"]) == (409, "album-alias-taken")
    assert (empty.status_code, empty.json()["code"]) == (422, "album-incomplete")
    assert [one["alias"] for one in listed.json()["data"]] == [body["alias"]]
