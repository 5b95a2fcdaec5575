"""Foreign witnesses: Debian's exiftool, and a browser."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from tests.standins import chromium
from tests.standins.browser import serving
from tests.standins.commands import heard
from tests.standins.debian import program

# Rights, creator and credit are written into pictures by us; these never are.
PRIVATE = re.compile(
    r"GPS|Latitude|Longitude|Serial|MakerNote|Owner|Thumbnail", re.IGNORECASE
)
MARKUP = re.compile(
    rb"<!doctype|<\s*(?:script|html|svg|body|iframe|img|object|embed|form|meta|style)\b",
    re.IGNORECASE,
)


async def told_by(*command: str) -> bytes:
    process = await asyncio.create_subprocess_exec(
        *command,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    said, _ = await heard(process, 90)
    assert process.returncode == 0, command
    return said


@pytest.fixture
def private_words(tmp_path: Path) -> Callable[..., Awaitable[set[str]]]:
    """What exiftool finds in these files that nobody outside is to know."""
    exiftool = program("exiftool")

    async def look(files: dict[str, bytes], secrets: tuple[bytes, ...]) -> set[str]:
        folder = tmp_path / "public"
        folder.mkdir()
        for name, data in files.items():
            (folder / name).write_bytes(data)
        said = await told_by(exiftool, "-json", "-a", "-G1", "-ee", str(folder))
        found = set()
        for one in json.loads(said or b"[]"):
            name = Path(one.pop("SourceFile")).name
            found |= {f"{name}: {tag}" for tag in one if PRIVATE.search(tag)}
            values = json.dumps(one, ensure_ascii=False)
            found |= {
                f"{name}: {secret!r}"
                for secret in secrets
                if secret.decode("utf-8", "replace") in values
            }
        return found

    return look


@pytest.fixture
def does_something(tmp_path: Path) -> Callable[..., Awaitable[set[str]]]:
    """What a browser asks for when it is made to run these bytes, without any header.

    Only those are opened that hold markup at all.
    """

    async def look(files: dict[str, bytes]) -> set[str]:
        markup = {name: data for name, data in files.items() if MARKUP.search(data)}
        with serving(tmp_path / "site") as site:
            for name, data in markup.items():
                shown = name if name.endswith(".svg") else f"{name}.html"
                (site.folder / shown).write_bytes(data)
                url = f"{site.url}/{shown}"
                await asyncio.to_thread(chromium.run, tmp_path, "--dump-dom", url)
                site.asked -= {f"/{shown}", "/favicon.ico"}
            return site.asked

    return look
