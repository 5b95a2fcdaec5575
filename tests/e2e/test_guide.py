"""The guide for portals: the same in both languages, and true."""

import asyncio
import shutil

import httpx
import pytest
from tests.e2e import guide

TONGUES = ("vi", "en")
LANGUAGES = ("bash", "python", "js")
# curl is no part of a bare machine; its examples are run wherever there is one.
HERE = LANGUAGES if shutil.which("curl") else LANGUAGES[1:]
PATIENCE = 60


def test_both_languages_of_the_guide_have_the_same_examples() -> None:
    vietnamese, english = map(guide.examples, TONGUES)

    assert [one.code for one in vietnamese] == [one.code for one in english]
    assert [one.prints for one in vietnamese] == [one.prints for one in english]
    assert {one.language for one in english} == set(LANGUAGES)
    headings = [
        [line.split()[0] for line in text.splitlines() if line.startswith("#")]
        for text in ((guide.FOLDER / f"{one}.md").read_text("utf-8") for one in TONGUES)
    ]
    assert headings[0] == headings[1]


@pytest.fixture
async def indexed(stack) -> None:
    """Until the search answers from its index, as it does in daily life."""
    async with httpx.AsyncClient(base_url=await stack.url("content")) as reader:
        for _ in range(PATIENCE * 2):
            answer = await reader.get("/v1/search", params={"q": "vải"})
            if answer.is_success and answer.json()["engine"] == "index":
                return
            await asyncio.sleep(0.5)
    raise AssertionError("there is no index")


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize("language", HERE)
async def test_the_guide_prints_what_it_says(
    stack, portal_key, tmp_path, language
) -> None:
    parts = [one for one in guide.examples("en") if one.language == language]

    hosts = {
        guide.API: await stack.url("content"),
        guide.MEDIA: await stack.url("assets"),
        guide.KEY: portal_key,
    }

    printed = await guide.run(language, parts, hosts=hosts, folder=tmp_path)

    wrong = [
        f"{part.text}--- printed ---\n" + "\n".join(lines)
        for part, lines in zip(parts, printed, strict=True)
        if not guide.is_as_told(lines, part.prints)
    ]
    assert wrong == []
