"""Parts of pictures over HTTP, from the day they are public to the day they go."""

import asyncio

import httpx
import pytest
import pyvips

UPSIDE_DOWN = 3
RED, BLUE = (200, 30, 30), (30, 30, 200)


@pytest.fixture
def halves():
    """Red on the left, blue on the right, by whatever orientation; a JPEG."""

    def build(width: int, height: int, orientation: int = 1) -> bytes:
        left, right = (
            (pyvips.Image.black(width // 2, height, bands=3) + list(colour))
            .cast("uchar")
            .copy(interpretation="srgb")
            for colour in (RED, BLUE)
        )
        image = left.join(right, "horizontal")
        if orientation == UPSIDE_DOWN:
            image = image.rot180().copy()
            image.set_type(pyvips.GValue.gint_type, "orientation", orientation)
        return image.jpegsave_buffer(Q=90)

    return build


@pytest.fixture
async def public(address):
    async with httpx.AsyncClient(base_url=address, timeout=30) as client:
        yield client


@pytest.fixture
async def picture(officer, upload, asset_of, halves):
    return await asset_of(officer, await upload(officer, halves(1200, 800), "a.jpg"))


def colours(answer: httpx.Response) -> tuple[int, int, list[float], list[float]]:
    """Size, and what is seen at the left and at the right edge."""
    assert answer.status_code == 200, answer.text
    image = pyvips.Image.new_from_buffer(answer.content, "")
    middle = image.height // 2
    left, right = image.getpoint(2, middle), image.getpoint(image.width - 3, middle)
    return image.width, image.height, left, right


def near(seen: list[float], colour) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(seen, colour, strict=False))


async def test_a_part_of_a_picture_lives_as_long_as_the_picture(
    picture, publish, public, officer, make_person
) -> None:
    service = f"/iiif/3/{picture['asset_version_id']}"
    addresses = [f"{service}/info.json", f"{service}/full/max/0/default.jpg", service]
    draft = {(await public.get(url)).status_code for url in addresses}
    publish(picture)
    shown = [(await public.get(url)).status_code for url in addresses]
    leader = make_person("leader", agency=officer.agency)
    await leader.client.post(
        f"/staff/v1/assets/{picture['id']}/takedown", json={"reason_class": "rights"}
    )
    gone = [await public.get(url) for url in addresses]

    assert draft == {404}
    assert shown == [200, 200, 303]
    assert {answer.status_code for answer in gone} == {410}
    assert {answer.headers["cache-control"] for answer in gone} == {"no-store"}


async def test_any_part_in_any_size_turned_and_toned(picture, publish, public) -> None:
    publish(picture)
    service = f"/iiif/3/{picture['asset_version_id']}"

    async def part(rest: str):
        return colours(await public.get(f"{service}/{rest}"))

    width, height, left, right = await part("full/600,/0/default.jpg")
    assert (width, height) == (600, 400)
    assert near(left, RED)
    assert near(right, BLUE)
    *size, left, right = await part("800,100,200,300/100,150/0/default.png")
    assert (size, near(left, BLUE), near(right, BLUE)) == ([100, 150], True, True)
    *size, left, right = await part("full/600,400/180/default.webp")
    assert (size, near(left, BLUE), near(right, RED)) == ([600, 400], True, True)
    *size, left, right = await part("full/300,/!0/default.jpg")
    assert (size, near(left, BLUE), near(right, RED)) == ([300, 200], True, True)
    *size, _, _ = await part("full/600,400/90/color.jpg")
    assert size == [400, 600]
    *_, left, right = await part("full/300,/0/gray.jpg")
    assert len(left) == 1
    *_, left, right = await part("full/300,/0/bitonal.png")
    assert {*left, *right} <= {0, 255}
    *size, _, _ = await part("square/!77,50/270/default.jpg")
    assert size == [50, 50]


async def test_info_tells_what_may_be_asked_and_everything_it_tells_works(
    picture, publish, public
) -> None:
    publish(picture)
    service = f"/iiif/3/{picture['asset_version_id']}"
    answer = await public.get(f"{service}/info.json")
    linked = await public.get(
        f"{service}/info.json", headers={"accept": "application/ld+json"}
    )
    told = answer.json()

    assert told["id"].endswith(service)
    assert (told["width"], told["height"], told["maxWidth"]) == (1200, 800, 5000)
    assert linked.headers["content-type"].startswith("application/ld+json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["vary"] == "accept"
    for size in told["sizes"]:
        rest = f"full/{size['width']},{size['height']}/0/default.jpg"
        assert (await public.get(f"{service}/{rest}")).status_code == 200
    for factor in told["tiles"][0]["scaleFactors"]:
        side = 512 * factor
        wide, high = min(side, 1200), min(side, 800)
        rest = f"0,0,{wide},{high}/{-(-wide // factor)},{-(-high // factor)}/0"
        assert (await public.get(f"{service}/{rest}/default.webp")).status_code == 200


async def test_an_answer_has_one_name_and_is_not_drawn_for_who_has_it(
    picture, publish, public
) -> None:
    publish(picture)
    service = f"/iiif/3/{picture['asset_version_id']}"
    first = await public.get(f"{service}/full/max/0/default.jpg")
    other = await public.get(f"{service}/0,0,1200,800/1200,/360/color.jpg")
    again = await public.get(
        f"{service}/full/max/0/default.jpg",
        headers={"if-none-match": first.headers["etag"]},
    )
    head = await public.head(f"{service}/full/max/0/default.jpg")
    leads = await public.get(service)
    many = await asyncio.gather(
        *(public.get(f"{service}/full/501,/0/default.jpg") for _ in range(12))
    )

    assert first.headers["cache-control"] == "public, max-age=86400"
    assert first.headers["etag"] == other.headers["etag"]
    assert f"{service}/full/max/0/default.jpg>" in other.headers["link"]
    assert 'level2.json>;rel="profile"' in first.headers["link"]
    assert (again.status_code, again.content) == (304, b"")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(first.content))
    assert leads.headers["location"].endswith(f"{service}/info.json")
    assert {answer.content for answer in many} == {many[0].content}


async def test_garbage_gets_the_answers_of_the_specification(
    picture, publish, public
) -> None:
    publish(picture)
    version = picture["asset_version_id"]
    service = f"/iiif/3/{version}"
    bad = [
        "full/99999999,/0/default.jpg",
        "full/^99999999,/0/default.jpg",
        "full/99999999,99999999/0/default.jpg",
        "full/1201,/0/default.jpg",
        "9999999999,0,1,1/max/0/default.jpg",
        "%5Bfull%5D/max/0/default.jpg",
        "full/max/%F0%9F%98%80/default.jpg",
        "full/max/0/default.jpg%00",
        f"full/max/0/{'x' * 3000}.jpg",
        "full/max/0/default",
    ]
    unknown = [
        f"/iiif/3/{version.upper()}/info.json",
        f"/iiif/3/{version.replace('-', '')}/info.json",
        f"/iiif/3/{version}:1/info.json",
        f"/iiif/3/{version}:/info.json",
        f"/iiif/3/{version}:01/info.json",
        "/iiif/3/%5Bfrob%5D/info.json",
        "/iiif/3/..%2f..%2fetc/info.json",
        f"{service}/full/max/0",
    ]

    refused = [await public.get(f"{service}/{rest}") for rest in bad]
    missing = [await public.get(url) for url in unknown]

    assert {(a.status_code, a.json()["code"]) for a in refused} == {
        (400, "image-request")
    }
    assert {a.headers["cache-control"] for a in refused} == {"no-store"}
    assert {answer.status_code for answer in missing} == {404}


async def test_a_large_picture_is_looked_at_closely(
    officer, upload, asset_of, halves, publish, public
) -> None:
    """From tiles of the whole picture, which nobody may fetch as such."""
    status = await upload(officer, halves(6000, 4000, UPSIDE_DOWN), "lớn.jpg")
    large = await asset_of(officer, status)
    publish(large)
    service = f"/iiif/3/{large['asset_version_id']}"
    told = (await public.get(f"{service}/info.json")).json()

    # One pixel of it is one pixel of the original.
    *size, left, right = colours(
        await public.get(f"{service}/2872,1000,256,256/256,256/0/default.png")
    )
    assert (told["width"], told["height"]) == (6000, 4000)
    assert told["tiles"][0]["scaleFactors"] == [1, 2, 4, 8, 16]
    assert (size, near(left, RED), near(right, BLUE)) == ([256, 256], True, True)
    *size, left, right = colours(await public.get(f"{service}/full/750,/0/default.jpg"))
    assert (size, near(left, RED), near(right, BLUE)) == ([750, 500], True, True)
    *size, _, _ = colours(await public.get(f"{service}/full/max/0/default.jpg"))
    assert size == [5000, 3333]
    assert all(form["preset"] != "pyramid" for form in large["renditions"])
    hidden = f"/m/{large['asset_version_id']}/pyramid-1.tiff"
    assert (await public.get(hidden)).status_code == 404


async def test_a_page_of_a_document_is_a_picture_too(
    officer, upload, asset_of, make_brochure, publish, public
) -> None:
    asset = await asset_of(
        officer, await upload(officer, make_brochure("Mot"), "b.pdf")
    )
    publish(asset)
    service = f"/iiif/3/{asset['asset_version_id']}:1"
    told = (await public.get(f"{service}/info.json")).json()
    part = await public.get(f"{service}/square/64,64/0/default.webp")
    beyond = await public.get(f"/iiif/3/{asset['asset_version_id']}:999/info.json")

    assert told["id"].endswith(service)
    assert max(told["width"], told["height"]) <= 2048
    assert (part.status_code, part.headers["content-type"]) == (200, "image/webp")
    assert beyond.status_code == 404
