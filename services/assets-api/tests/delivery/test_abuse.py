"""Requests for media made to confuse the server, or a cache between it and others."""

import httpx
import pytest

SANDBOX = {
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "cross-origin",
}
OWN = ("date", "server", "x-request-id")
MEDIA = "https://media.example.vn"


@pytest.fixture
async def asset(officer, upload, asset_of, make_jpeg, publish):
    asset = await asset_of(officer, await upload(officer, make_jpeg(), "ảnh.jpg"))
    publish(asset)
    return asset


@pytest.fixture
def url(asset, delivery_url) -> str:
    return delivery_url(asset)


@pytest.fixture
async def public(address):
    async with httpx.AsyncClient(base_url=address, timeout=30) as client:
        yield client


@pytest.fixture
async def media(serve, settings):
    """An instance whose media has an origin of its own."""
    address = await serve(settings.model_copy(update={"media_url": MEDIA}))
    async with httpx.AsyncClient(base_url=address, timeout=30) as client:
        yield client


async def test_ranges_made_to_hurt_get_one_part_or_the_whole(public, url) -> None:
    whole = (await public.get(url)).content
    size = len(whole)
    thousand = "bytes=" + ",".join(f"{n}-{n}" for n in range(1000))
    cases = {
        thousand: (200, whole),
        "bytes=0-,0-,0-,0-": (200, whole),
        "bytes=-0": (416, b""),
        f"bytes={size}-": (416, b""),
        "bytes=99999999999999999999999999-": (200, whole),
        f"bytes=0-{10**18}": (206, whole),
        f"bytes=-{10**18}": (206, whole),
        "bytes=5-2": (200, whole),
        "bytes=+1-2": (200, whole),
        "bytes=１-２".encode().decode("latin-1"): (200, whole),
        "BYTES=0-0": (200, whole),
        "bytes=0-0": (206, whole[:1]),
        f"bytes={size - 1}-": (206, whole[-1:]),
    }

    for header, (status, body) in cases.items():
        answer = await public.get(url, headers={"range": header.encode("latin-1")})
        assert (answer.status_code, answer.content) == (status, body), header[:40]
        assert int(answer.headers["content-length"]) == len(body)


async def test_a_part_is_of_the_same_bytes_or_it_is_the_whole(public, url) -> None:
    whole = await public.get(url)
    etag = whole.headers["etag"]
    cases = {
        etag: 206,
        f"W/{etag}": 200,
        '"other"': 200,
        "Mon, 23 Nov 2026 00:00:00 GMT": 200,
        "": 200,
        f"{etag}, {etag}": 200,
    }

    for tag, status in cases.items():
        sent = {"range": "bytes=0-3", "if-range": tag}
        assert (await public.get(url, headers=sent)).status_code == status, tag
    both = {"range": "bytes=0-3", "if-none-match": etag}
    assert (await public.get(url, headers=both)).status_code == 304


async def test_head_tells_what_get_would_and_nothing_else_is_allowed(
    public, url
) -> None:
    for headers in ({}, {"range": "bytes=2-9"}, {"range": "bytes=-0"}):
        get = await public.get(url, headers=headers)
        head = await public.head(url, headers=headers)
        told = [
            {name: value for name, value in answer.headers.items() if name not in OWN}
            for answer in (get, head)
        ]
        assert (head.status_code, told[1]) == (get.status_code, told[0])
        assert head.content == b""
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert (await public.request(method, url)).status_code == 405


async def test_no_header_of_a_request_gets_into_an_answer_that_is_kept(
    public, url, asset
) -> None:
    evil = "evil.example"
    plain = await public.get(url)
    poisons = [
        {"host": evil},
        {"x-forwarded-host": evil, "x-forwarded-proto": "https"},
        {"forwarded": f"host={evil};proto=https", "x-forwarded-for": evil},
        {"x-original-url": "/evil", "x-rewrite-url": "/evil"},
        {"x-http-method-override": "DELETE"},
        {"accept": f"text/{evil}", "accept-language": evil, "origin": evil},
        {"cookie": f"phohien_session={evil}"},
        {"authorization": f"Bearer {evil}"},
    ]

    for poison in poisons:
        answer = await public.get(url, headers=poison)
        assert answer.status_code == 200, poison
        assert answer.content == plain.content
        assert evil not in str(answer.headers), poison
        assert answer.headers["cache-control"] == plain.headers["cache-control"]
        assert "set-cookie" not in answer.headers
        assert "vary" not in answer.headers
    gone = await public.get(f"/m/{asset['id']}/large-1.jpg", headers={"host": evil})
    assert (gone.status_code, gone.headers["cache-control"]) == (404, "no-store")
    assert evil not in gone.text + str(gone.headers)


async def test_media_answers_on_its_own_origin_alone(media, url, officer) -> None:
    at_media = await media.get(url, headers={"host": "media.example.vn"})
    with_port = await media.get(url, headers={"host": "Media.Example.vn:443"})
    elsewhere = await media.get(f"{url}?x=1")
    lied = await media.get(url, headers={"x-forwarded-host": "media.example.vn"})
    lookalike = await media.get(url, headers={"host": "media.example.vn.evil.example"})
    staff = await media.get(
        "/staff/v1/assets",
        headers={
            "host": "media.example.vn",
            "authorization": f"Bearer {officer.token}",
        },
    )
    missing = await media.get(
        "/m/0198f4a0-0000-7000-8000-000000000000/large-1.jpg",
        headers={"host": "media.example.vn", "cookie": "phohien_session=old"},
    )

    assert (at_media.status_code, with_port.status_code) == (200, 200)
    for answer in (elsewhere, lied, lookalike):
        assert answer.status_code == 308
        assert answer.headers["location"].partition("?")[0] == f"{MEDIA}{url}"
        assert answer.content == b""
    assert elsewhere.headers["location"].endswith("?x=1")
    assert (staff.status_code, staff.content) == (404, b"")
    assert missing.status_code == 404
    for answer in (at_media, with_port, elsewhere, staff, missing):
        assert SANDBOX.items() <= dict(answer.headers).items()
        assert "set-cookie" not in answer.headers
    assert (await media.get("/health/live")).status_code == 200


async def test_addresses_made_up_are_refused_without_a_look_inside(
    public, asset
) -> None:
    version = asset["asset_version_id"]
    odd = [
        f"/m/{version}/..%2f..%2fetc%2fpasswd",
        f"/m/{version}/large-1.jpg%00.html",
        f"/m/{version}/large-1.jpg/..",
        f"/m/{version}/{'a' * 5000}-1.jpg",
        f"/m/{version}/large-{'9' * 30}.jpg",
        f"/m/{version}/large--1.jpg",
        f"/m/{version}/LARGE-1.JPG",
        f"/m/{version}/mezzanine-1.jpg",
        f"/m/{version}/large-1.svg",
        "/m/not-a-version/large-1.jpg",
        f"/m/%2e%2e/{version}",
    ]

    for path in odd:
        answer = await public.get(path)
        assert answer.status_code in (404, 422), path
        assert answer.headers.get("cache-control", "no-store") == "no-store"
