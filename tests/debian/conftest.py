"""What Debian's programs are asked for. One that is missing fails with its remedy."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--virtual-time-budget=10000",
)


@dataclass(frozen=True)
class Page:
    """What Chromium made of an address: the finished document, and whom it asked."""

    dom: str
    asked: frozenset[str]
    picture: Path


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        remedy = f"{name} is not installed; `make debian` installs it"
        pytest.fail(remedy, pytrace=False)
    return found


@pytest.fixture(scope="session")
def exiftool() -> str:
    return program("exiftool")


@pytest.fixture(scope="session")
def clamd() -> str:
    return program("clamd")


def _hosts(netlog: Path) -> frozenset[str]:
    """Every host the page asked; what Chromium asks by itself is left out."""
    events = json.loads(netlog.read_text())["events"]
    asked = [event.get("params") for event in events]
    urls = [
        params["url"]
        for params in asked
        if isinstance(params, dict)
        and "url" in params
        and str(params.get("initiator", "")).startswith("http")
    ]
    return frozenset(host for url in urls if (host := urlsplit(url).hostname))


@pytest.fixture
def browse(tmp_path: Path) -> Callable[[str], Page]:
    """`browse(url)` opens it in headless Chromium and waits until it is quiet."""
    chromium = program("chromium")

    def open_page(url: str) -> Page:
        common = (chromium, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}")
        netlog, picture = tmp_path / "net.json", tmp_path / "page.png"
        dom = subprocess.run(
            [*common, f"--log-net-log={netlog}", "--dump-dom", url],
            capture_output=True,
            text=True,
            check=True,
            timeout=240,
        ).stdout
        subprocess.run(
            [*common, "--window-size=1280,1600", f"--screenshot={picture}", url],
            capture_output=True,
            check=True,
            timeout=240,
        )
        return Page(dom, _hosts(netlog), picture)

    return open_page


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Addresses of `make up`, in a folder of its own."""
    phohien = str(Path(sys.executable).with_name("phohien"))
    data = ("--data", str(tmp_path_factory.mktemp("demo")))
    subprocess.run([phohien, "up", "--demo", "--detach", *data], check=True)
    try:
        told = subprocess.run(
            [phohien, "status", "--json", *data], capture_output=True, check=True
        )
        yield json.loads(told.stdout)["urls"]
    finally:
        subprocess.run([phohien, "down", "--erase", *data], check=True)
