"""A brochure in Chromium: whole, narrow enough for a telephone, asking nobody else."""

import asyncio
import json
import shutil
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.proof
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--virtual-time-budget=10000",
)


@pytest.fixture
async def home(officer, upload, asset_of, make_brochure, publish, address) -> str:
    pages = ("Industrial parks", "Land and water", "Contact")
    data = make_brochure(*pages, marks={"Land and water": 2}, lang="en")
    asset = await asset_of(officer, await upload(officer, data, "Sổ tay.pdf"))
    publish(asset)
    return f"{address}/b/{asset['id']}"


@pytest.fixture
def browse(tmp_path):
    """Opens an address in a window of that width; what Chromium made and asked."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("chromium is not installed; `make debian` installs it")

    async def run(url: str, width: int) -> tuple[str, set[str], bytes]:
        log, picture = tmp_path / "net.json", tmp_path / "page.png"
        common = (chromium, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}")
        common += (f"--window-size={width},1200",)
        first = await asyncio.create_subprocess_exec(
            *common,
            f"--log-net-log={log}",
            "--dump-dom",
            url,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        dom, _ = await asyncio.wait_for(first.communicate(), 90)
        second = await asyncio.create_subprocess_exec(
            *common,
            f"--screenshot={picture}",
            url,
            stderr=asyncio.subprocess.DEVNULL,
        )
        await asyncio.wait_for(second.wait(), 90)
        events = json.loads(log.read_text())["events"]
        asked = {
            event["params"]["url"]
            for event in events
            if str(event.get("params", {}).get("initiator", "")).startswith("http")
            and "url" in event["params"]
        }
        return dom.decode(), asked, picture.read_bytes()

    return run


async def test_a_brochure_is_whole_in_a_browser(home, browse) -> None:
    wide, asked, picture = await browse(f"{home}/2?lang=vi", 1280)
    narrow, more, phone = await browse(f"{home}/2?lang=en", 500)

    assert "Land and water" in wide
    assert '<html lang="vi">' in wide
    assert '<html lang="en">' in narrow
    assert min(len(picture), len(phone)) > 5_000
    # The picture of the page was fetched, and nothing from anywhere else.
    assert any("/pages/2/" in url for url in asked)
    assert {urlsplit(url).hostname for url in asked | more} == {"127.0.0.1"}
