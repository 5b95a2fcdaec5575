"""A stand-in for assets-api: the one route that content-api asks it for."""

import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest


@dataclass
class AssetsStandIn:
    """Holds what each asset says of itself; tests change it as they like."""

    url: str = ""
    assets: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)

    def add(self, **given: Any) -> str:
        ident, version = str(uuid4()), str(uuid4())
        path = f"/m/{version}/hero-1.webp"
        self.assets[ident] = {
            "asset_id": ident,
            "asset_version_id": version,
            "kind": "image",
            "path": path,
            "sha256": hashlib.sha256(version.encode()).hexdigest(),
            "bytes": 4096,
            "mime": "image/webp",
            "filename": "pho-noi.webp",
            "alt": "Cổng vào khu công nghiệp",
            "caption": "",
            "credit": "Ban Quản lý",
            "licence": "CC BY 4.0",
            "width": 1600,
            "height": 900,
            "renditions": [
                {
                    "preset": "card",
                    "url": f"/m/{version}/card-1.webp",
                    "mime": "image/webp",
                    "width": 640,
                    "height": 360,
                }
            ],
            "picture": {
                "width": 1600,
                "height": 900,
                "colour": "#7a8f6b",
                "placeholder": "data:image/webp;base64,UklGRg==",
                "url": f"/m/{version}/large-1.jpg",
                "sources": [
                    {
                        "mime": "image/webp",
                        "variants": [
                            {
                                "url": f"/m/{version}/card-1.webp",
                                "width": 640,
                                "height": 360,
                            }
                        ],
                    }
                ],
            },
            "blockers": [],
            **given,
        }
        return ident


@pytest.fixture
def assets() -> Iterator[AssetsStandIn]:
    stand_in = AssetsStandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            asset = stand_in.assets.get(address.path.split("/")[4])
            stand_in.asked.append(
                {
                    "lang": parse_qs(address.query)["lang"][0],
                    "token": self.headers["authorization"],
                    "person": self.headers["x-on-behalf-of"],
                }
            )
            body = json.dumps(asset or {}).encode()
            self.send_response(200 if asset else 404)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing to say."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        stand_in.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield stand_in
        server.shutdown()
        thread.join()
