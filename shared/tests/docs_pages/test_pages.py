"""Pages: whole without the internet, and honest when something is missing."""

import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from phohien import problems
from phohien.docs_pages.catalogue import kinds
from phohien.docs_pages.routes import router
from phohien.settings import SharedSettings

OUTSIDE = re.compile(r"""(?:src|href|url)\s*=\s*["'](?:https?:)?//""")


@pytest.fixture
async def client():
    app = FastAPI(docs_url=None, redoc_url=None)
    app.include_router(router)
    problems.install(app)
    async with AsyncClient(transport=ASGITransport(app), base_url="http://t") as client:
        client.app = app
        yield client


@pytest.mark.parametrize("page", ["/docs", "/docs/try"])
async def test_a_page_loads_only_our_own_files(client, page) -> None:
    response = await client.get(page)

    assert response.status_code == 200
    assert "script-src 'self';" in response.headers["content-security-policy"]
    assert not OUTSIDE.search(response.text)
    assert not re.search(r"<script>|<script [^>]*>[^<]", response.text)
    for address in re.findall(r'(?:src|href)="(/docs/static/[^"]+)"', response.text):
        assert (await client.get(address)).status_code == 200


async def test_files_are_kept_by_caches_and_typed(client) -> None:
    script = await client.get("/docs/static/swagger-ui-bundle.js")

    assert "javascript" in script.headers["content-type"]
    assert script.headers["x-content-type-options"] == "nosniff"
    assert script.headers["etag"]


@pytest.mark.parametrize(
    "name", ["errors.py", "%2e%2e%2ferrors.py", "index.html", "%00"]
)
async def test_no_other_file_is_served(client, name) -> None:
    response = await client.get(f"/docs/static/{name}")

    assert response.status_code in {404, 307}
    assert "import" not in response.text


async def test_a_missing_installation_names_what_to_do(client, tmp_path: Path) -> None:
    client.app.state.settings = SharedSettings(docs_folder=tmp_path)

    response = await client.get("/docs", headers={"accept-language": "vi"})

    assert response.status_code == 503
    assert response.json()["code"] == "pages-not-installed"
    assert "make setup" in response.json()["detail"]


async def test_a_folder_of_the_site_is_used(client, tmp_path: Path) -> None:
    client.app.state.settings = SharedSettings(docs_folder=tmp_path)
    (tmp_path / "redoc.standalone.js").write_text("// ours")

    assert (await client.get("/docs")).status_code == 200
    assert (await client.get("/docs/static/redoc.standalone.js")).text == "// ours"


@pytest.mark.parametrize("code", sorted(kinds()))
async def test_every_problem_has_a_page_in_both_languages(client, code) -> None:
    as_json = (await client.get(f"/problems/{code}")).json()
    as_html = await client.get(f"/problems/{code}", headers={"accept": "text/html"})

    assert as_json["type"] == f"/problems/{code}"
    assert as_json["title"]["vi"] != as_json["title"]["en"]
    assert as_json["advice"]["vi"] != as_json["advice"]["en"]
    assert f"<code>{code}</code>" in as_html.text
    assert '<html lang="vi">' in as_html.text


async def test_all_problems_are_listed(client) -> None:
    listed = (await client.get("/problems")).json()["data"]
    page = await client.get("/problems", headers={"accept": "text/html"})

    assert [kind["code"] for kind in listed] == sorted(kinds())
    assert page.text.count("<tr>") == len(listed) + 1


async def test_an_unknown_code_is_not_found(client) -> None:
    response = await client.get("/problems/<script>")

    assert response.status_code == 404
    assert response.json()["code"] == "problem-not-found"


async def test_the_guide_is_a_page_in_both_languages(client) -> None:
    english = await client.get("/docs/guide", headers={"accept-language": "en"})
    vietnamese = await client.get("/docs/guide/vi")
    third = await client.get("/docs/guide/fr")

    assert '<html lang="en">' in english.text
    assert english.headers["content-language"] == "en"
    assert "<h2>Bắt đầu trong năm phút</h2>" in vietnamese.text
    assert "<table>" in vietnamese.text
    assert "<script" not in vietnamese.text
    assert not OUTSIDE.search(
        re.sub(r"<pre>.*?</pre>", "", vietnamese.text, flags=re.DOTALL)
    )
    assert third.status_code == 422


async def test_a_guide_that_is_not_installed_says_so(client, tmp_path) -> None:
    client.app.state.settings = SharedSettings(docs_folder=tmp_path)

    assert (await client.get("/docs/guide/vi")).status_code == 503
