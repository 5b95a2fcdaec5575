"""Every page a person opens, in a real browser, on the demonstration."""

import http.server
import threading
from functools import partial

import httpx
import pytest

HERE = frozenset({"127.0.0.1"})


@pytest.mark.parametrize(
    ("part", "path", "shows"),
    [
        ("content", "/docs", "Released items: filtered, in some order"),
        ("content", "/docs/guide/vi", "Bắt đầu trong năm phút"),
        ("content", "/docs/try", "/v1/items/"),
        ("content", "/problems/marking-found", "Phát hiện dấu hiệu bí mật nhà nước"),
        ("assets", "/docs", "/staff/v1/uploads"),
        ("sync", "/docs", "/staff/v1/sync"),
        ("standin", "/", "không phải"),
        ("standin", "/", "hy-industrial-park-"),
    ],
)
def test_a_page_is_whole_and_asks_nobody_else(demo, browse, part, path, shows) -> None:
    page = browse(demo[part] + path)

    assert shows in page.dom
    assert page.hosts <= HERE


@pytest.fixture
def portal(tmp_path):
    """A department's own page on another origin, as a portal developer writes it."""
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield tmp_path, f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_a_portal_shows_a_released_picture(demo, browse, portal) -> None:
    listed = httpx.get(f"{demo['content']}/v1/items?type=industrial_park&locale=vi")
    picture = listed.json()["data"][0]["thumbnail"]
    folder, address = portal
    (folder / "index.html").write_text(
        f"""<!doctype html><html lang="vi"><meta charset="utf-8"><title>Cổng</title>
        <img src="{demo["assets"]}{picture["url"]}" alt="{picture["alt"]}"
         onload="document.title = this.naturalWidth + ' x ' + this.naturalHeight">"""
    )

    page = browse(f"{address}/index.html")

    assert f"<title>{picture['width']} x {picture['height']}</title>" in page.dom
