"""Films in segments: nothing coded again, public and taken down like any other form."""

import re
from io import BytesIO
from urllib.parse import urljoin

import av
import httpx
import pytest
from tests.corpus.films import film

SECONDS = 30


@pytest.fixture
async def public(address):
    async with httpx.AsyncClient(base_url=address, timeout=30) as client:
        yield client


def pictures_in(data: bytes) -> tuple[str, int, dict[str, str]]:
    with av.open(BytesIO(data)) as opened:
        stream = opened.streams.video[0]
        count = sum(1 for packet in opened.demux(stream) if packet.size)
        return stream.codec_context.name, count, dict(opened.metadata)


async def test_a_film_is_played_in_segments_until_it_is_taken_down(
    officer, make_person, upload, asset_of, publish, public
) -> None:
    data = film("mp4", seconds=SECONDS, metadata={"title": "Lễ hội", "location": "+20"})
    asset = await asset_of(officer, await upload(officer, data, "phim.mp4"))
    publish(asset)
    forms = {url.rpartition("/")[2]: url for one in asset["renditions"]
             if (url := one["url"])}  # fmt: skip
    playlist = await public.get(forms["hls-1.m3u8"])
    listed = playlist.text
    parts = [(int(length), int(start)) for length, start in
             re.findall(r"BYTERANGE[:=]\"?(\d+)@(\d+)", listed)]  # fmt: skip
    names = {line for line in listed.splitlines() if line and not line.startswith("#")}
    (name,) = names
    segments = urljoin(forms["hls-1.m3u8"], name)
    pieces = [
        await public.get(
            segments, headers={"range": f"bytes={start}-{start + length - 1}"}
        )
        for length, start in parts
    ]
    whole = b"".join(piece.content for piece in pieces)
    played = await public.get(forms["play-1.mp4"])

    assert playlist.headers["content-type"] == "application/vnd.apple.mpegurl"
    assert playlist.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert len(parts) > 2
    assert {piece.status_code for piece in pieces} == {206}
    assert segments == forms["hls-1.mp4"]
    assert whole == (await public.get(segments)).content
    coding, count, said = pictures_in(whole)
    assert (coding, count) == pictures_in(data)[:2] == pictures_in(played.content)[:2]
    assert not {"title", "location"} & said.keys()
    # What is played as one file begins to play before it has arrived.
    assert played.content.index(b"moov") < played.content.index(b"mdat")
    assert {"card-1.webp", "hero-1.jpg"} < forms.keys()
    leader = make_person("leader", agency=officer.agency)
    await leader.client.post(
        f"/staff/v1/assets/{asset['id']}/takedown", json={"reason_class": "consent"}
    )
    answers = [await public.get(url) for url in forms.values()]
    assert {answer.status_code for answer in answers} == {410}


async def test_what_players_do_not_know_or_is_short_stays_one_file(
    officer, upload, asset_of
) -> None:
    for data, name in (
        (film("mp4", seconds=5), "ngắn.mp4"),
        (film("webm", seconds=14, size=(64, 36)), "khác.webm"),
    ):
        asset = await asset_of(officer, await upload(officer, data, name))
        assert "hls" not in {one["preset"] for one in asset["renditions"]}
