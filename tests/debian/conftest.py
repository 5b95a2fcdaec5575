"""What Debian's programs are asked for. One that is missing fails with its remedy."""

import json
import os
import shutil
import signal
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
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--virtual-time-budget=10000",
)
TRIES, SECONDS = 3, 80


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


def _run(folder: Path, chromium: str, *arguments: str) -> str:
    """A browser that hangs on a busy machine before it draws is started anew."""
    for tried in range(1, TRIES + 1):
        command = [chromium, *FLAGS, f"--user-data-dir={folder / f'profile-{tried}'}"]
        # All that it started ends with it, or its pipes would be waited for.
        with subprocess.Popen(
            [*command, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as browser:
            try:
                said, complaint = browser.communicate(timeout=SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(browser.pid, signal.SIGKILL)
                continue
        assert browser.returncode == 0, complaint[-2000:]
        return said
    pytest.fail(f"Chromium hung {TRIES} times for {SECONDS} s: {arguments}")


@pytest.fixture
def browse(tmp_path: Path) -> Callable[[str], Page]:
    """`browse(url)` opens it in headless Chromium and waits until it is quiet."""
    chromium = program("chromium")

    def open_page(url: str) -> Page:
        netlog, picture = tmp_path / "net.json", tmp_path / "page.png"
        dom = _run(tmp_path, chromium, f"--log-net-log={netlog}", "--dump-dom", url)
        shot = f"--screenshot={picture}"
        _run(tmp_path, chromium, "--window-size=1280,1600", shot, url)
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
