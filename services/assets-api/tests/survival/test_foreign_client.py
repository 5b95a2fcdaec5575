"""tus-js-client, which knows nothing of us, over a line that is cut again and again."""

import asyncio
import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.standins.commands import heard
from tests.standins.cutting_proxy import CuttingProxy

pytestmark = pytest.mark.proof
CLIENT = Path(__file__).with_name("client.mjs")
MIB = 1024 * 1024
CHUNK = 5 * MIB


async def test_it_brings_every_byte_and_repeats_a_chunk_at_most(
    own, officer, photograph, ended, is_stored, tmp_path, record_property
) -> None:
    data, picture = photograph(1, 60 * MIB), tmp_path / "khu công nghiệp.jpg"
    picture.write_bytes(data)
    port = urlsplit(own.addresses["api"]).port
    async with CuttingProxy(port, after=3_300_000, cuts=20).running() as proxy:
        endpoint = f"{proxy.url}/staff/v1/uploads"
        process = await asyncio.create_subprocess_exec(
            "node",
            *(CLIENT, endpoint, officer.token, picture, str(CHUNK)),
            stdout=asyncio.subprocess.PIPE,
        )
        said, _ = await heard(process, 120)
    told = json.loads(said)
    ident = told["url"].rsplit("/", 1)[1]

    assert told["error"] == ""
    assert len(proxy.cut_at) == 20
    assert len(told["breaks"]) >= 20
    again = [each["again"] for each in told["breaks"]]
    assert max(again) <= CHUNK
    # Over all: what went upstream, less the file and a few headers a request.
    headers = 2000 * (told["patches"] + 3 * len(again))
    assert proxy.sent - len(data) <= 20 * CHUNK + headers
    assert await ended(ident) == "ready"
    is_stored(ident, data)
    record_property("most sent again after a cut, KiB", max(again) // 1024)
