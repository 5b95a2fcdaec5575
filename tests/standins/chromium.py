"""Opens an address in Debian's Chromium, as a reader would who sees no window."""

import json
import os
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.standins.debian import program

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
    """What Chromium made of an address: the finished document, and what it fetched."""

    dom: str
    asked: frozenset[str]
    picture: Path

    @property
    def hosts(self) -> frozenset[str]:
        return frozenset(host for url in self.asked if (host := urlsplit(url).hostname))


def opened(url: str, folder: Path, size: str = "1280,1600") -> Page:
    """Once it is quiet."""
    netlog, picture = folder / "net.json", folder / "page.png"
    window = f"--window-size={size}"
    dom = run(folder, window, f"--log-net-log={netlog}", "--dump-dom", url)
    run(folder, window, f"--screenshot={picture}", url)
    return Page(dom, _asked(netlog), picture)


def run(folder: Path, *arguments: str) -> str:
    """What it printed. One that hangs on a busy machine is started anew."""
    chromium = program("chromium")
    for tried in range(1, TRIES + 1):
        profile = f"--user-data-dir={folder / f'profile-{tried}'}"
        # All that it started ends with it, or its pipes would be waited for.
        with subprocess.Popen(
            [chromium, *FLAGS, profile, *arguments],
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


def _asked(netlog: Path) -> frozenset[str]:
    """All that the page asked for; what Chromium asks by itself is left out."""
    events = json.loads(netlog.read_text())["events"]
    given = [event.get("params") for event in events]
    return frozenset(
        params["url"]
        for params in given
        if isinstance(params, dict)
        and "url" in params
        and str(params.get("initiator", "")).startswith("http")
    )
