"""Files go up by the tus protocol, are inspected, and get their rights and words."""

import base64
import hashlib
import time

import httpx

from phohien_stack.embedded.errors import StackError
from phohien_stack.seed.client import Desk
from phohien_stack.seed.dataset import Dataset, Medium

UPLOADS = "/staff/v1/uploads"
VERSION = {"tus-resumable": "1.0.0"}
PIECE = 4 * 1024 * 1024
PATIENCE, PAUSE = 120.0, 0.2
REFUSED = {"rejected", "held", "expired"}


def upload(desk: Desk, dataset: Dataset, medium: Medium) -> str:
    """The id of the asset, ready and described."""
    content = dataset.content(medium.file)
    path = _send(desk, medium, content)
    asset = _wait(desk, path, medium.file)
    address = f"/staff/v1/assets/{asset}"
    held = desk.call("GET", address)
    desk.call(
        "PATCH",
        address,
        headers={"if-match": held.headers.get("etag", "*")},
        json={**medium.rights, "source_type": "original", "texts": medium.texts},
    )
    return asset


def _send(desk: Desk, medium: Medium, content: bytes) -> str:
    metadata = {
        "filename": medium.file,
        "filetype": medium.filetype,
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    described = ",".join(
        f"{name} {base64.b64encode(value.encode()).decode()}"
        for name, value in metadata.items()
    )
    made = desk.call(
        "POST",
        UPLOADS,
        headers={
            **VERSION,
            "upload-length": str(len(content)),
            "upload-metadata": described,
        },
    )
    path = httpx.URL(made.headers["location"]).path
    for offset in range(0, len(content), PIECE):
        desk.call(
            "PATCH",
            path,
            content=content[offset : offset + PIECE],
            headers={
                **VERSION,
                "upload-offset": str(offset),
                "content-type": "application/offset+octet-stream",
            },
        )
    return path


def _wait(desk: Desk, path: str, file: str) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        status = desk.call("GET", f"{path}/status").json()
        if status["state"] == "ready":
            return str(status["asset_id"])
        if status["state"] in REFUSED:
            raise StackError(f"{file} was {status['state']}: {status['reason']}")
        time.sleep(PAUSE)
    raise StackError(
        f"{file} is not inspected after {PATIENCE:.0f} s: phohien logs assets-worker"
    )
