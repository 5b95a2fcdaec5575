"""What Debian's programs are asked for. One that is missing fails with its remedy."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.standins import chromium
from tests.standins.chromium import Page
from tests.standins.debian import program


@pytest.fixture(scope="session")
def exiftool() -> str:
    return program("exiftool")


@pytest.fixture(scope="session")
def clamd() -> str:
    return program("clamd")


@pytest.fixture
def browse(tmp_path: Path) -> Callable[[str], Page]:
    """`browse(url)` opens it in headless Chromium and waits until it is quiet."""
    return lambda url: chromium.opened(url, tmp_path)


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
