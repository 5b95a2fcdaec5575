"""The validator of the IIIF, a foreign judge: level 2, with ten different dice."""

import asyncio
import sys
from pathlib import Path

import pytest
import pyvips
from tests.standins.commands import heard

SQUARE, SEEDS, TESTS = 100, 10, 33
SECONDS = 120
"""For one run of it; by itself it sets no limit to an answer."""
VALIDATOR = Path(sys.executable).with_name("iiif-validate.py")
THROWN = (
    "import random, runpy, sys; random.seed(int(sys.argv[1]));"
    " sys.argv = sys.argv[2:]; runpy.run_path(sys.argv[0], run_name='__main__')"
)


@pytest.fixture
def settings(settings, unused_tcp_port):
    """The address that info.json tells is the one the validator asks."""
    url = f"http://127.0.0.1:{unused_tcp_port}"
    return settings.model_copy(update={"port": unused_tcp_port, "public_url": url})


@pytest.fixture
async def address(serve, settings) -> str:
    return await serve(settings, port=settings.port)


@pytest.fixture
def test_picture() -> bytes:
    """Ten times ten squares, in the colours that the validator expects."""
    try:
        from iiif_validator.validator import ValidationInfo  # noqa: PLC0415 -- may lack
    except ImportError as error:
        remedy = f"{error}; `make debian` installs what it needs"
        pytest.fail(remedy, pytrace=False)
    columns = ValidationInfo().colorInfo
    squares = [
        (pyvips.Image.black(SQUARE, SQUARE, bands=3) + list(columns[x][y]))
        .cast("uchar")
        .copy(interpretation="srgb")
        for y in range(10)
        for x in range(10)
    ]
    return pyvips.Image.arrayjoin(squares, across=10).pngsave_buffer()


@pytest.mark.proof
async def test_the_validator_of_the_iiif_finds_nothing(
    officer, upload, asset_of, publish, test_picture, settings
) -> None:
    asset = await asset_of(officer, await upload(officer, test_picture, "ô vuông.png"))
    publish(asset)

    for seed in range(SEEDS):
        told, status = await judged(settings.port, asset["asset_version_id"], seed)
        assert f"Done ({TESTS} tests, 0 failures)" in told, told
        assert status == 0


async def judged(port: int, identifier: str, seed: int) -> tuple[str, int | None]:
    arguments = ("-s", f"127.0.0.1:{port}", "-p", "iiif/3", "-i", identifier)
    run = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", THROWN, str(seed), str(VALIDATOR), *arguments),
        *("--version=3.0", "--level=2"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await heard(run, SECONDS)
    return told.decode(), run.returncode
