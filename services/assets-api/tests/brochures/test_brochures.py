"""A brochure as a reader meets it: pages of HTML that need no script."""

import re
from html.parser import HTMLParser

import pytest


class Read(HTMLParser):
    """Elements with their attributes, in the order of the page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.found if name == tag]

    def links(self) -> dict[str, str]:
        return {one["rel"]: one["href"] for one in self.all("a") if "rel" in one}


@pytest.fixture
async def brochure(officer, upload, asset_of, make_brochure):
    data = make_brochure(
        "Industrial parks",
        "<Land & water>",
        "",
        marks={"Đất và nước": 2, "- <b>Power</b>": 2, "Nowhere": 0},
        lang="en",
    )
    return await asset_of(officer, await upload(officer, data, "Sổ tay.pdf"))


@pytest.fixture
def released(brochure, publish, owner):
    """Released with a caption, a credit and a licence; the document's id."""
    document = publish(brochure)
    owner(
        "UPDATE release.media SET caption = 'Sổ tay <đầu tư>', credit = 'Ban Quản lý',"
        " licence = 'CC-BY-4.0' WHERE document_id = %s",
        document,
    )
    return document


@pytest.mark.usefixtures("released")
async def test_a_page_can_be_read_and_turned_without_script(officer, brochure) -> None:
    home = f"/b/{brochure['id']}"
    first = await officer.client.get(home, headers={"accept-language": "fr"})
    second = await officer.client.get(f"{home}/2?lang=en")
    last = await officer.client.get(f"{home}/3?lang=vi")
    asked = await officer.client.get(f"{home}?page=2&lang=en")

    page = Read(second.text)
    assert first.headers["content-type"] == "text/html; charset=utf-8"
    assert Read(first.text).all("html") == [{"lang": "vi"}]
    assert page.all("html") == [{"lang": "en"}]
    assert {"header", "main", "nav", "footer", "h1"} <= {tag for tag, _ in page.found}
    assert page.links()["prev"] == f"{home}/1?lang=en"
    assert page.links()["next"] == f"{home}/3?lang=en"
    assert "prev" not in Read(first.text).links()
    assert "next" not in Read(last.text).links()
    assert "Sổ tay &lt;đầu tư&gt;" in second.text
    assert "&lt;Land &amp; water&gt;" in second.text
    assert "&lt;b&gt;Power&lt;/b&gt;" in second.text
    assert 'class="words" lang="en"' in second.text
    assert "Trang này không có chữ" in last.text
    assert "http://creativecommons.org/licenses/by/4.0/" in second.text
    assert asked.headers["location"] == f"{home}/2?lang=en"
    picture = page.all("img")[0]
    assert picture["alt"] == "Picture of page 2; its text follows below."
    shown = await officer.client.get(picture["src"])
    file = await officer.client.get(
        next(one["href"] for one in page.all("a") if one.get("type"))
    )
    assert shown.headers["content-type"] == "image/jpeg"
    assert file.headers["content-type"] == "application/pdf"


@pytest.mark.usefixtures("released")
async def test_a_page_may_do_nothing_but_be_read(officer, brochure) -> None:
    answer = await officer.client.get(f"/b/{brochure['id']}")

    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; img-src 'self'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-cache"
    # Whatever the page fetches by itself comes from where the page came from.
    fetched = re.findall(r'(?:src|srcset)="([^"]+)"', answer.text)
    assert fetched
    assert all(one.startswith("/m/") for one in fetched)
    assert not re.search(r'\son\w+="|javascript:', answer.text)


async def test_what_is_not_there_says_so_to_people(
    officer, brochure, publish, owner, upload, asset_of, make_jpeg
) -> None:
    home = f"/b/{brochure['id']}"
    draft = await officer.client.get(f"{home}?lang=vi")
    document = publish(brochure)
    beyond = [
        await officer.client.get(f"{home}/{number}?lang=en")
        for number in ("4", "0", "hai", "99999", "²")
    ]
    photo = await asset_of(officer, await upload(officer, make_jpeg(), "a.jpg"))
    publish(photo)
    picture = await officer.client.get(f"/b/{photo['id']}")
    nobody = await officer.client.get("/b/khong-co")
    owner("DELETE FROM release.document WHERE id = %s", document)
    gone = await officer.client.get(f"{home}/2?lang=vi")

    assert (draft.status_code, "chưa được công bố" in draft.text) == (404, True)
    assert [answer.status_code for answer in beyond] == [404] * 5
    assert "There is no such page" in beyond[0].text
    assert f'href="{home}?lang=en"' in beyond[0].text
    assert (picture.status_code, nobody.status_code) == (404, 404)
    assert (gone.status_code, "đã được rút" in gone.text) == (410, True)
    assert gone.headers["cache-control"] == "no-store"
