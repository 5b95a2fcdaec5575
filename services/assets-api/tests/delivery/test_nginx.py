"""The example of deploy/nginx, as Debian's nginx reads it."""

import asyncio
from pathlib import Path

import pytest
from httpx import AsyncClient, ConnectError

from phohien_stack.embedded.ports import Ports

NGINX = "/usr/sbin/nginx"
EXAMPLE = Path(__file__).parents[4] / "deploy" / "nginx" / "media.conf"
MOST_SECONDS = 5


@pytest.fixture
async def front(address: str, tmp_path: Path):
    """An address through nginx."""
    ports = Ports()
    port = ports.free()
    ports.close()
    example = EXAMPLE.read_text()
    for said, ours in (
        ("127.0.0.1:8702", address.removeprefix("http://")),
        ("127.0.0.1:8780", f"127.0.0.1:{port}"),
        ("/var/cache/nginx/phohien", str(tmp_path / "kept")),
        ("server_name media.example.vn", "server_name 127.0.0.1"),
    ):
        assert said in example
        example = example.replace(said, ours)
    folders = "".join(
        f"{kind}_temp_path {tmp_path}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    conf = tmp_path / "nginx.conf"
    conf.write_text(
        f"daemon off; worker_processes 1; user root; pid {tmp_path}/pid;"
        f" error_log {tmp_path}/errors; events {{ }} http {{ access_log off; {folders}"
        f" {example} }}"
    )
    process = await asyncio.create_subprocess_exec(
        NGINX, "-p", tmp_path, "-c", conf, "-e", tmp_path / "errors"
    )
    front = f"http://127.0.0.1:{port}"
    async with AsyncClient(base_url=front, timeout=30) as reader:
        for _ in range(100):
            try:
                await reader.get("/")
                break
            except ConnectError:
                assert process.returncode is None, (tmp_path / "errors").read_text()
                await asyncio.sleep(0.1)
        yield reader
    process.terminate()
    await process.wait()


@pytest.mark.proof
async def test_nginx_keeps_what_is_public_for_no_longer_than_it_may(
    officer, upload, asset_of, make_jpeg, publish, owner, delivery_url, front
) -> None:
    asset = await asset_of(officer, await upload(officer, make_jpeg(), "ảnh.jpg"))
    url, document = delivery_url(asset), publish(asset)
    direct = await officer.client.get(url)

    answers = await asyncio.gather(*(front.get(url) for _ in range(50)))
    part = await front.get(url, headers={"range": "bytes=2-5"})
    same = await front.get(url, headers={"if-none-match": direct.headers["etag"]})
    asked = {answer.headers["x-request-id"] for answer in answers}
    owner("DELETE FROM release.document WHERE id = %s", document)
    after = 0.0
    while (await front.get(url)).status_code == 200 and after < 2 * MOST_SECONDS:
        await asyncio.sleep(0.25)
        after += 0.25

    assert {answer.content for answer in answers} == {direct.content}
    for name in ("etag", "cache-control", "content-type", "content-security-policy"):
        assert {answer.headers[name] for answer in answers} == {direct.headers[name]}
    assert len(asked) == 1
    assert (part.status_code, part.content) == (206, direct.content[2:6])
    assert same.status_code == 304
    assert after <= MOST_SECONDS
    assert (await front.get(url)).json()["code"] == "media-withdrawn"
