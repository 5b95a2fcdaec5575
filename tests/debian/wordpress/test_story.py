"""One item in two languages, from its first post to its last trace."""

import asyncio
import hashlib
import io
import re
import shutil

import httpx
import pytest
from PIL import Image, ImageDraw
from tests.standins.releases import Brochure
from tests.standins.wordpress import oracle

from asean_sync import commands

BODY = (
    "<p>Khu công nghiệp <strong>Phố Nối A</strong> nằm trên địa bàn tỉnh Hưng Yên.</p>"
    "<ul><li>Diện tích: 688,94 ha</li><li>Tỷ lệ lấp đầy: trên 90 %</li></ul>"
)
ENGLISH = "<p><strong>Pho Noi A</strong> is an industrial park in Hung Yen.</p>"


def picture(words: str, colour: str, width: int = 1600) -> bytes:
    drawn = Image.new("RGB", (1600, 900), colour)
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((80, 500, 1520, 860), fill="#d8d8d0")
    for left in range(140, 1400, 260):
        pen.polygon([(left, 560), (left + 90, 500), (left + 180, 560)], fill="#8a4b3c")
        pen.rectangle((left, 560, left + 180, 780), fill="#f4f1e8")
    pen.text((90, 90), words, fill="white", font_size=64)
    out = io.BytesIO()
    drawn.resize((width, width * 9 // 16)).save(out, "JPEG", quality=85)
    return out.getvalue()


@pytest.fixture
def files():
    return (
        Brochure(
            # Larger than WordPress shows: it keeps the original beside its copy.
            picture("KCN Pho Noi A", "#356f9e", 2800),
            role="cover",
            mime="image/jpeg",
            filename="toan-canh.jpg",
            alt='Toàn cảnh khu công nghiệp "Phố Nối A" <phía Bắc>',
        ),
        Brochure(
            picture("Cong chinh", "#4b7f52"),
            role="gallery",
            mime="image/jpeg",
            filename="cổng chính.jpg",
            alt="Cổng chính, giảm 50%ab\\ phí",
            caption="Cổng chính & nhà điều hành",
        ),
        Brochure(b"%PDF-1.7 to gap\n" * 200 + b"%%EOF", caption="Tờ gấp giới thiệu"),
    )


@pytest.fixture
def seen(push, browse, tmp_path):
    """The page in a browser; its picture is kept under a name, for people to look."""

    def seen(key, name):
        # From a cache, pictures come too late for the picture of the page.
        shutil.rmtree(tmp_path / "profile", ignore_errors=True)
        ((url,),) = push.sql(
            "select remote_url from sync.object where object_key = %s", key
        )
        page = browse(url)
        page.picture.rename(tmp_path / f"{name}.png")
        return page.dom

    return seen


@pytest.fixture
async def posted(push, files):
    """One item in two languages, with its files, is there."""
    await push.activate("profile.yaml")
    key, (cover, _, brochure) = push.new_key(), files
    push.release(key, "vi", "Phố Nối A: đất & hạ tầng < 30 phút", *files, body=BODY)
    push.release(key, "en", "Pho Noi A", cover, brochure, body=ENGLISH)
    assert (await push.run()).exit_code == 0
    return key


@pytest.fixture
def media(posted, files):
    return {f"{posted}.m.{one.version}": one.sha256 for one in files}


async def test_an_item_is_posted_and_corrected(push, files, posted, media, seen):
    vi, en = f"{posted}.vi", f"{posted}.en"
    right = {
        vi: {"terms": "category:Khu công nghiệp\ncategory:Tiếng Việt\npost_tag:đầu tư"},
        en: {"terms": "category:English\ncategory:Khu công nghiệp\npost_tag:đầu tư"},
    }
    assert await push.violations(right, media) == []
    page = await asyncio.to_thread(seen, vi, "1-posted")
    assert "Phố Nối A: đất &amp; hạ tầng &lt; 30 phút" in page
    assert 'alt="Cổng chính, giảm 50%ab\\ phí"' in page
    assert "Cổng chính &amp; nhà điều hành" in page
    link = page.partition('<div class="wp-block-file"><a href="')[2].partition('"')[0]
    async with httpx.AsyncClient(timeout=30) as public:
        paper = await public.get(link)
        pictures = [
            await public.get(url)
            for url in sorted(set(re.findall(r'src="([^"]+/uploads/[^"]+)"', page)))
        ]
    kinds = [(one.status_code, one.headers["content-type"]) for one in pictures]
    assert kinds == [(200, "image/jpeg")] * 2
    assert hashlib.sha256(paper.content).hexdigest() == files[2].sha256

    before = {one["slug"]: one["id"] for one in oracle.held(push.site)}
    push.release(posted, "vi", "Phố Nối A mở rộng", *files, body=BODY)
    assert (await push.run()).exit_code == 0
    assert "Phố Nối A mở rộng" in await asyncio.to_thread(seen, vi, "2-corrected")
    # The same posts and the same files, and nothing beside them.
    assert {one["slug"]: one["id"] for one in oracle.held(push.site)} == before


async def test_it_loses_a_language_and_then_leaves_no_trace(push, posted, media, seen):
    vi, en = f"{posted}.vi", f"{posted}.en"
    push.releases.withdraw(posted, "en")
    assert (await push.run()).exit_code == 0
    assert "Pho Noi A" not in await asyncio.to_thread(seen, en, "3-one-language-less")
    assert "Phố Nối A" in await asyncio.to_thread(seen, vi, "4-the-other-one")
    assert await push.violations({vi: {}, en: oracle.ABSENT}, media) == []

    push.releases.withdraw(posted, "vi")
    assert (await push.run()).exit_code == 0
    gone = dict.fromkeys((vi, en), oracle.ABSENT)
    assert await push.violations(gone, dict.fromkeys(media, oracle.ABSENT)) == []
    assert "Phố Nối A" not in await asyncio.to_thread(seen, vi, "5-gone")
    uploads = push.site.folder / "wp-content" / "uploads"
    assert [path for path in uploads.rglob("*") if path.is_file()] == []
    proof = await asyncio.to_thread(commands.receipts, push.settings, verify=True)
    assert (proof.broken, len(proof.chains)) == ([], 1)
