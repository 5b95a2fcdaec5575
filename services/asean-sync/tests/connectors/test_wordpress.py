"""WordPress without one: keys in slugs, text on its way, and what answers mean.

`tests/debian/wordpress` has the real thing.
"""

import html
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route
from tests.standins.served import served

from asean_sync.connectors.client import Client, Patience
from asean_sync.connectors.comparison import differences
from asean_sync.connectors.interface import ListingError, Role, Wanted
from asean_sync.connectors.outcomes import Op, Verdict
from asean_sync.connectors.wordpress.connector import WordPress
from asean_sync.connectors.wordpress.options import Options
from asean_sync.connectors.wordpress.slugs import key_of, slug_of, twins_of
from asean_sync.connectors.wordpress.writing import body, escaped, expected, shown
from asean_sync.profiles.check import read_profile
from asean_sync.profiles.errors import ProfileRefusedError

KEY = "hy-industrial-park-7k3m9qx2"
VERSION = "0b4c1f9e-6a0d-4b38-9d7e-3f6c2a1b5d10"
PROFILE = """
profile: {target: thu, version: 1, connector: wordpress}
base_url: https://thu.example
auth: {basic: {username: "secret://env/A", password: "secret://env/B"}}
languages: {vi: vi, zh-Hans: zh}
map:
  title: {path: language.title}
  excerpt: {path: language.summary}
  content: {path: language.texts.body}
  categories: {array: [{path: type}]}
  featured_media: {media: {fields: {id: remote_id, mime: mime}}}
  files: {media: {fields: {id: remote_id, url: remote_url, mime: mime, alt: alt}}}
media: {mode: multipart, form: {alt_text: alt}}
options: {terms: {categories: {create: true}}}
"""
MAPPED = ("title", "excerpt", "content", "categories", "featured_media", "files")
TERMS = Options.model_validate({"terms": {"categories": {}}})


@pytest.mark.parametrize(
    "key",
    [f"{KEY}.vi", f"{KEY}.zh-Hans", f"{KEY}.m.{VERSION}", KEY, "hy-a-12345678.en"],
)
def test_a_key_is_read_back_from_its_slug_and_from_those_of_its_twins(key):
    assert [key_of(slug) for slug in twins_of(key)] == [key] * 9
    assert key_of(f"{slug_of(key)}__trashed") == key


@pytest.mark.parametrize(
    "slug", ["xin-chao", "tin-tuc-vi", f"{KEY}-gioi-thieu", "", KEY[:-1]]
)
def test_posts_of_others_are_not_ours(slug):
    assert key_of(slug) is None


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1))
def test_plain_text_arrives_as_it_was_however_hostile(text):
    sent = {name: escaped(name, text) for name in ("title", "alt_text")}
    assert "<" not in sent["title"] + sent["alt_text"]
    assert "\\" not in sent["alt_text"]
    for name, said in sent.items():
        assert html.unescape(said) == text
        right = expected({name: text}, KEY, TERMS, {name})
        there = shown(
            {name: {"raw": said, "rendered": ""}, "slug": KEY}, TERMS, {}, {name}
        )
        assert differences(right, there) == []


def test_files_stand_below_the_text_and_nothing_in_them_breaks_out():
    files = [
        {
            "id": "7",
            "url": "https://x/a--b.jpg",
            "mime": "image/jpeg",
            "alt": '"><script>',
        },
        {
            "id": "8",
            "url": 'https://x/"c.pdf',
            "mime": "application/pdf",
            "alt": "Tờ gấp",
        },
    ]
    payload = {"content": "<p>Một</p>", "files": files, "featured_media": files[::-1]}
    post = body(payload, f"{KEY}.vi", Options(), {}, MAPPED)
    assert post["featured_media"] == 7
    assert (post["title"], post["excerpt"], post["slug"]) == ("", "", f"{KEY}-vi")
    assert post["content"].startswith("<p>Một</p>\n\n<!-- wp:image ")
    assert "<script>" not in post["content"]
    assert post["content"].count("-->") == 4
    assert "a--b" not in post["content"].partition("<figure")[0]
    assert '<a href="https://x/&quot;c.pdf">Tờ gấp</a>' in post["content"]


def test_terms_are_compared_in_no_order_and_without_capital_letters():
    names = {3: {"name": "Đầu Tư", "slug": "a"}, 9: {"name": "Văn hóa", "slug": "b"}}
    right = expected({"categories": ["văn hóa", "Đầu tư"]}, KEY, TERMS, ["categories"])
    there = shown({"categories": [3, 9], "slug": KEY}, TERMS, names, ["categories"])
    assert differences(right, there) == []
    assert differences(right, {**there, "categories": ["văn hóa"]}) == ["categories"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  title:", "  slug: {path: key}\n  title:", "slug: a post's is chosen"),
        ("mode: multipart", "mode: url", "WordPress takes files as multipart"),
        ("form: {alt_text", "form: {sha256", "no field 'sha256'"),
        ("terms: {categories", "terms: {sections", "'sections' is not mapped"),
        ("{id: remote_id, mime: mime}", "{id: remote_id}", "lacks mime"),
        ("auth:", "endpoints: {}\nauth:", "no block 'endpoints'"),
        ("options: {", "options: {withdraw: hide, ", "'hide' is not one of"),
    ],
)
def test_what_a_profile_may_not_say_is_told_with_its_line(old, new, said):
    assert old in PROFILE
    with pytest.raises(ProfileRefusedError) as refused:
        read_profile(PROFILE.replace(old, new), "wp.yaml")
    assert said in str(refused.value.detail)


@pytest.fixture
def connected():
    """A connector at a server that always answers the same."""

    @asynccontextmanager
    async def connect(answer, profile=PROFILE):
        async def any_path(_request):
            return answer

        methods = ["GET", "POST", "PUT", "DELETE", "OPTIONS"]
        app = Starlette(routes=[Route("/{rest:path}", any_path, methods=methods)])
        patience = Patience(connect=2, read=2, upload=5, most_bytes=100_000)
        async with (
            served(app) as url,
            Client.open(url, patience, inside=True) as client,
        ):
            yield WordPress(read_profile(profile, "wp.yaml"), client)

    return connect


POST = {
    "id": 7,
    "slug": f"{KEY}-vi",
    "status": "publish",
    "title": {"raw": "A", "rendered": ""},
}


def refusal(code, status):
    return JSONResponse({"code": code, "message": "", "data": {}}, status)


@pytest.mark.parametrize(
    ("op", "answer", "verdict"),
    [
        (Op.CREATE, JSONResponse(POST, 201), Verdict.APPLIED),
        (
            Op.CREATE,
            JSONResponse({**POST, "slug": f"{KEY}-vi-2"}, 201),
            Verdict.IN_DOUBT,
        ),
        (Op.UPDATE, JSONResponse({**POST, "id": 8}), Verdict.IN_DOUBT),
        (Op.CREATE, JSONResponse({}, 201), Verdict.IN_DOUBT),
        (Op.CREATE, HTMLResponse("<p>Bảo trì", 200), Verdict.IN_DOUBT),
        (Op.UPDATE, refusal("rest_post_invalid_id", 404), Verdict.ABSENT),
        (Op.UPDATE, HTMLResponse("<p>404", 404), Verdict.IN_DOUBT),
        (Op.UPDATE, refusal("rest_no_route", 404), Verdict.NOT_APPLIED),
        (Op.UPDATE, refusal("rest_cannot_edit", 403), Verdict.REJECTED),
        (Op.CREATE, refusal("rest_cannot_create", 401), Verdict.AUTH_FAILED),
        (Op.CREATE, refusal("rest_upload_sideload_error", 500), Verdict.REJECTED),
        (Op.CREATE, refusal("rest_upload_hash_mismatch", 412), Verdict.NOT_APPLIED),
        (Op.WITHDRAW, refusal("rest_already_trashed", 410), Verdict.ALREADY_ABSENT),
        (Op.WITHDRAW, refusal("rest_trash_not_supported", 501), Verdict.REJECTED),
        (Op.WITHDRAW, HTMLResponse("<p>404", 404), Verdict.IN_DOUBT),
    ],
)
async def test_what_an_answer_to_a_write_means(connected, op, answer, verdict):
    async with connected(answer) as connector:
        remote_id = None if op is Op.CREATE else "7"
        wanted = Wanted(op, Role.ITEM, f"{KEY}.vi", "k", remote_id, {"title": "A"})
        outcome = await connector.send(connector.prepare(wanted), Role.ITEM)
    assert outcome.verdict is verdict, outcome


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (JSONResponse([POST]), Verdict.APPLIED),
        (refusal("rest_no_route", 404), Verdict.NOT_APPLIED),
        (HTMLResponse("<p>404", 404), Verdict.NOT_APPLIED),
        (JSONResponse({"posts": []}), Verdict.NOT_APPLIED),
        (JSONResponse([{"id": 7}]), Verdict.NOT_APPLIED),
        (
            JSONResponse(
                {
                    "code": "rest_invalid_param",
                    "data": {"details": {"status": {"code": "rest_forbidden_status"}}},
                },
                400,
            ),
            Verdict.AUTH_FAILED,
        ),
    ],
)
async def test_what_an_answer_to_a_look_means(connected, answer, verdict):
    async with connected(answer) as connector:
        seen = await connector.find(Role.ITEM, f"{KEY}.vi")
        assert (seen.outcome.verdict, len(seen.refs)) == (
            verdict,
            1 if verdict is Verdict.APPLIED else 0,
        )
        fetched = await connector.fetch(Role.ITEM, "7")
        assert fetched.outcome.verdict is not Verdict.ABSENT
        # No list says how many there are, so none of them is whole.
        with pytest.raises(ListingError):
            [ref async for ref in connector.list_remote(Role.ITEM)]


async def test_what_lies_in_the_bin_is_absent(connected):
    binned = {**POST, "status": "trash", "slug": f"{KEY}-vi__trashed"}
    async with connected(JSONResponse(binned)) as connector:
        seen = await connector.fetch(Role.ITEM, "7")
    assert (seen.outcome.verdict, seen.key) == (Verdict.ABSENT, f"{KEY}.vi")


async def test_a_term_somebody_else_made_meanwhile_is_as_good_as_made(connected):
    exists = {"code": "term_exists", "data": {"status": 400, "term_id": 3}}
    wanted = Wanted(Op.CREATE, Role.ITEM, KEY, "k", None, {"categories": ["Tin"]})
    async with connected(JSONResponse([])) as connector:
        asked = await connector.provide(wanted)
        assert (asked.op, asked.body) == (Op.PROVIDE, b'{"name":"Tin"}')
    async with connected(JSONResponse(exists, 400)) as connector:
        outcome = await connector.send(asked, Role.ITEM)
        assert outcome.verdict is Verdict.APPLIED
        # Its number came with the answer, so no list has to show it.
        assert await connector.provide(wanted) is None
    async with connected(JSONResponse([{"id": 3, "name": "TIN"}])) as connector:
        assert await connector.provide(wanted) is None
        assert b'"categories":[3]' in connector.prepare(wanted).body


async def test_a_number_of_a_term_that_is_none_stops_the_post_with_a_reason(connected):
    profile = PROFILE.replace("{create: true}", "{by: id}")
    async with connected(JSONResponse([]), profile) as connector:
        for values, why in (([7, "", None, 7], None), (["tin"], "'tin' in categories")):
            wanted = Wanted(
                Op.CREATE, Role.ITEM, KEY, "k", None, {"categories": values}
            )
            told = await connector.provide(wanted)
            if why is None:
                assert told is None
                assert b'"categories":[7]' in connector.prepare(wanted).body
            else:
                assert (told.verdict, why in told.why) == (Verdict.REJECTED, True)


@pytest.mark.parametrize("odd", [["publish_posts"], "publish_posts", 7, None])
async def test_an_account_told_of_in_no_known_form_has_no_rights(connected, odd):
    person = {"name": "so-vhtt", "capabilities": odd, "roles": odd}
    async with connected(JSONResponse(person)) as connector:
        found = await connector.check(Role.ITEM)
    lacking = [one.said for one in found if not one.fine]
    assert "the account lacks publish_posts" in lacking
