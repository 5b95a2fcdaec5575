"""A brochure in Chromium: whole, narrow enough for a telephone, asking nobody else."""

import asyncio

import pytest
from tests.standins.chromium import Page, opened

pytestmark = pytest.mark.proof


@pytest.fixture
async def home(officer, upload, asset_of, make_brochure, publish, address) -> str:
    pages = ("Industrial parks", "Land and water", "Contact")
    data = make_brochure(*pages, marks={"Land and water": 2}, lang="en")
    asset = await asset_of(officer, await upload(officer, data, "Sổ tay.pdf"))
    publish(asset)
    return f"{address}/b/{asset['id']}"


@pytest.fixture
def browse(tmp_path):
    """Opens an address in a window of that width."""

    async def run(url: str, width: int) -> Page:
        folder = tmp_path / str(width)
        folder.mkdir()
        return await asyncio.to_thread(opened, url, folder, f"{width},1200")

    return run


async def test_a_brochure_is_whole_in_a_browser(home, browse) -> None:
    wide = await browse(f"{home}/2?lang=vi", 1280)
    narrow = await browse(f"{home}/2?lang=en", 500)

    assert "Land and water" in wide.dom
    assert '<html lang="vi">' in wide.dom
    assert '<html lang="en">' in narrow.dom
    assert min(one.picture.stat().st_size for one in (wide, narrow)) > 5_000
    # The picture of the page was fetched, and nothing from anywhere else.
    assert any("/pages/2/" in url for url in wide.asked)
    assert wide.hosts | narrow.hosts == {"127.0.0.1"}
