"""One item in two languages, from its first post to its last trace."""

import asyncio
import hashlib
import io

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


def picture(words: str, colour: str) -> bytes:
    drawn = Image.new("RGB", (1600, 900), colour)
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((80, 500, 1520, 860), fill="#d8d8d0")
    for left in range(140, 1400, 260):
        pen.polygon([(left, 560), (left + 90, 500), (left + 180, 560)], fill="#8a4b3c")
        pen.rectangle((left, 560, left + 180, 780), fill="#f4f1e8")
    pen.text((90, 90), words, fill="white", font_size=64)
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=85)
    return out.getvalue()


@pytest.fixture
def files():
    return (
        Brochure(
            picture("KCN Pho Noi A", "#356f9e"),
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
def visit(push):
    """What the public gets at the address of an object."""

    def visit(key):
        ((url,),) = push.sql(
            "select remote_url from sync.object where object_key = %s", key
        )
        return httpx.get(url, follow_redirects=True, timeout=30)

    return visit


@pytest.fixture
def seen(visit, browse, tmp_path):
    """The page in a browser; its picture is kept under a name, for people to look."""

    def seen(key, name):
        page = browse(str(visit(key).url))
        page.picture.rename(tmp_path / f"{name}.png")
        return page.dom

    return seen


async def test_an_item_is_posted_corrected_and_taken_down(
    push, files, visit, seen
) -> None:
    await push.activate("profile.yaml")
    key, (cover, gallery, brochure) = push.new_key(), files
    vi, en = f"{key}.vi", f"{key}.en"
    media = {f"{key}.m.{one.version}": one.sha256 for one in files}
    push.release(key, "vi", "Phố Nối A: đất & hạ tầng < 30 phút", *files, body=BODY)
    push.release(key, "en", "Pho Noi A", cover, brochure, body=ENGLISH)
    assert (await push.run()).exit_code == 0

    page = seen(vi, "1-posted")
    assert "Phố Nối A: đất &amp; hạ tầng &lt; 30 phút" in page
    assert 'alt="Cổng chính, giảm 50%ab\\ phí"' in page
    assert "Cổng chính &amp; nhà điều hành" in page
    right = {
        vi: {"terms": "category:Khu công nghiệp\ncategory:Tiếng Việt\npost_tag:đầu tư"},
        en: {"terms": "category:English\ncategory:Khu công nghiệp\npost_tag:đầu tư"},
    }
    assert await push.violations(right, media) == []
    link = page.partition('<div class="wp-block-file"><a href="')[2]
    paper = httpx.get(link.partition('"')[0], timeout=30)
    assert hashlib.sha256(paper.content).hexdigest() == brochure.sha256

    before = {one["slug"]: one["id"] for one in oracle.held(push.site)}
    push.release(key, "vi", "Phố Nối A mở rộng", *files, body=BODY)
    assert (await push.run()).exit_code == 0
    assert "Phố Nối A mở rộng" in seen(vi, "2-corrected")
    # The same post and the same files, and nothing beside them.
    assert {one["slug"]: one["id"] for one in oracle.held(push.site)} == before

    push.releases.withdraw(key, "en")
    assert (await push.run()).exit_code == 0
    assert (visit(en).status_code, visit(vi).status_code) == (404, 200)
    assert "Pho Noi A" not in seen(en, "3-one-language-less")
    left = {vi: {"title": "Phố Nối A mở rộng"}, en: oracle.ABSENT}
    assert await push.violations(left, media) == []

    push.releases.withdraw(key, "vi")
    assert (await push.run()).exit_code == 0
    gone = dict.fromkeys((vi, en), oracle.ABSENT)
    assert await push.violations(gone, dict.fromkeys(media, oracle.ABSENT)) == []
    assert visit(vi).status_code == 404
    assert "Phố Nối A" not in seen(vi, "4-gone")
    uploads = push.site.folder / "wp-content" / "uploads"
    assert [path for path in uploads.rglob("*") if path.is_file()] == []
    proof = await asyncio.to_thread(commands.receipts, push.settings, verify=True)
    assert (proof.broken, len(proof.chains)) == ([], 1)
