"""Another scheme of categories by profile alone, and what the staff of a site do."""

import pytest
from tests.corpus.pictures import saved
from tests.standins.releases import Brochure
from tests.standins.wordpress import oracle

SECTIONS = {"quang-ba": "Quảng bá hình ảnh", "promotion": "Promotion & Image"}


@pytest.fixture
async def other(push):
    """A site with sections of its own, reached in another way."""
    for slug, name in SECTIONS.items():
        push.site.add_term(name, slug)
    await push.activate("other-scheme.yaml")
    return push


async def test_another_scheme_of_categories_needs_no_code(other):
    key, paper = other.new_key(), Brochure(b"%PDF-1.7", role="cover")
    cover = Brochure(saved("PNG"), role="cover", mime="image/png", filename="a.png")
    other.release(key, "vi", "Phố Nối A", paper, cover)
    other.release(key, "en", "Pho Noi A", paper)
    assert (await other.run()).exit_code == 0
    media = {f"{key}.m.{one.version}": one.sha256 for one in (paper, cover)}
    (picture,) = oracle.held(other.site, f"{key}-m-{cover.version}")
    # What is no picture cannot stand for a post.
    right = {
        f"{key}.vi": {
            "terms": f"category:{SECTIONS['quang-ba']}",
            "picture": str(picture["id"]),
        },
        f"{key}.en": {"terms": "category:Promotion & Image", "picture": None},
    }
    assert await other.violations(right, media) == []
    other.release(key, "en", "Pho Noi A, extended")
    other.releases.withdraw(key, "vi")
    assert (await other.run()).exit_code == 0
    left = {f"{key}.vi": oracle.ABSENT, f"{key}.en": {"title": "Pho Noi A, extended"}}
    gone = dict.fromkeys(media, oracle.ABSENT)
    assert await other.violations(left, gone) == []
    # PUT and DELETE went as POST, and plain permalinks were used.
    asked = other.sql(
        "select distinct method, path ~ '^/[?]rest_route=' from sync.attempt "
        "where op in ('create', 'update', 'withdraw')"
    )
    assert asked == [("POST", True)]


async def test_a_section_that_lacks_stops_one_post_and_says_so(other):
    lacking, fine = other.new_key(), other.new_key()
    other.site.sql("delete from wp_terms where slug = 'promotion'")
    other.release(lacking, "en", "Pho Noi A")
    other.release(fine, "vi", "Phố Nối B")
    assert (await other.run()).exit_code != 0
    assert await other.violations({f"{fine}.vi": {"title": "Phố Nối B"}}) == []
    ((state, why),) = other.sql(
        "select state, last_error from sync.object where object_key = %s",
        f"{lacking}.en",
    )
    assert (state, "'promotion' in categories" in why) == ("rejected", True)


async def test_what_the_staff_revive_or_double_is_taken_down_again(other):
    gone, doubled = other.new_key(), other.new_key()
    other.release(gone, "vi", "Phố Nối A")
    other.release(doubled, "vi", "Phố Nối B")
    assert (await other.run()).exit_code == 0
    other.releases.withdraw(gone, "vi")
    assert (await other.run()).exit_code == 0
    # Out of the bin it comes back as a draft, under the slug it had.
    other.site.sql(
        "update wp_posts set post_status = 'draft', "
        "post_name = replace(post_name, '__trashed', '') where post_status = 'trash'; "
        "insert into wp_posts select * from (select 0 as ID, post_author, post_date, "
        "post_date_gmt, post_content, post_title, post_excerpt, post_status, "
        "comment_status, ping_status, post_password, concat(post_name, '-2'), to_ping, "
        "pinged, post_modified, post_modified_gmt, post_content_filtered, post_parent, "
        "guid, menu_order, post_type, post_mime_type, comment_count from wp_posts "
        f"where post_name = '{doubled}-vi') as twin"
    )
    assert len(oracle.held(other.site, "hy-")) == 3
    assert (await other.run()).exit_code == 0
    right = {f"{gone}.vi": oracle.ABSENT, f"{doubled}.vi": {"title": "Phố Nối B"}}
    assert await other.violations(right) == []


async def test_one_post_may_hold_every_language(push):
    """Which is a matter of the profile, too."""
    await push.activate(
        "profile.yaml",
        **{
            "unit: per_language": "unit: per_item",
            '"{key}.{lang}"': '"{key}"',
            "content: {path: language.texts.body, then: [nfc, ": "content: {languages: "
            "{as: list, value: {path: language.texts.body}}, then: [{join: <hr>}, ",
            "sanitize_html: basic": "default: ''",
        },
    )
    key = push.new_key()
    push.release(key, "vi", "Phố Nối A", body="<p>Một</p>")
    push.release(key, "en", "Pho Noi A", body="<p>One</p>")
    assert (await push.run()).exit_code == 0
    both = {"title": "Phố Nối A", "content": "<p>Một</p><hr><p>One</p>"}
    assert await push.violations({key: both}) == []
    push.releases.withdraw(key, "en")
    assert (await push.run()).exit_code == 0
    left = {"title": "Phố Nối A", "content": "<p>Một</p>"}
    assert await push.violations({key: left}) == []


async def test_an_account_that_may_write_no_html_ends_right_too(push, monkeypatch):
    """WordPress re-writes what an author sends, and what it shows is still ours."""
    monkeypatch.setenv("PHOHIEN_WORDPRESS_USER", "phohien-author")
    monkeypatch.setenv("PHOHIEN_WORDPRESS_PASSWORD", push.site.passwords["author"])
    for name in ("Tiếng Việt", "Khu công nghiệp &amp; cụm"):
        push.site.add_term(name, name.encode().hex()[:40])
    changes = {
        "Khu công nghiệp": "Khu công nghiệp & cụm",
        # An author may make no categories: they are there.
        "categories: {by: name, create: true}": "categories: {by: name}",
        "  tags: {path: topics, then: [{lookup: the}]}\n": "",
        "    tags: {by: name, create: true}\n": "",
    }
    await push.activate("profile.yaml", **changes)
    key, paper = push.new_key(), Brochure(b"%PDF-1.7 & more")
    body = (
        '<p>Một<br>hai &amp; ba "bốn" <a href="https://hy.vn/?a=1&amp;b=2">năm</a></p>'
    )
    push.release(key, "vi", "A & B < C", paper, body=body)
    report = await push.run()
    assert report.exit_code == 0, report.runs
    media = {f"{key}.m.{paper.version}": paper.sha256}
    assert await push.violations({f"{key}.vi": {}}, media) == []
