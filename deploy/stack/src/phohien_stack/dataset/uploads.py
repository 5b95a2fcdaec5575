"""Pictures and brochures: sent by tus, then told whose they are and what they show."""

import asyncio
import hashlib
from base64 import b64encode
from typing import Any

from phohien_stack.dataset.desk import Desk, SeedError
from phohien_stack.dataset.entries import Asset

LOOK_EVERY = 0.3
PATIENCE = 120.0
REFUSED = {"rejected", "held", "expired"}


async def bring(officer: Desk, asset: Asset) -> str:
    """The id of the asset; a file the agency has already is not sent again."""
    asset_id = await _sent(officer, asset)
    path = f"/staff/v1/assets/{asset_id}"
    held = await officer.ask("GET", path, at="assets")
    if not _is_described(held.json(), asset):
        await officer.ask(
            "PATCH",
            path,
            at="assets",
            headers={"if-match": held.headers["etag"]},
            json={**asset.rights, "texts": asset.texts},
        )
    return asset_id


def _is_described(held: dict[str, Any], asset: Asset) -> bool:
    right = all(held[name] == value for name, value in asset.rights.items())
    return right and all(
        held["texts"].get(lang) == words for lang, words in asset.texts.items()
    )


async def _sent(officer: Desk, asset: Asset) -> str:
    content = asset.content()
    described = {
        "filename": asset.file,
        "filetype": asset.filetype,
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    pairs = [f"{key} {_base64(value)}" for key, value in described.items()]
    answer = await officer.ask(
        "POST",
        "/staff/v1/uploads",
        at="assets",
        headers={
            "tus-resumable": "1.0.0",
            "upload-length": str(len(content)),
            "upload-metadata": ",".join(pairs),
            "content-type": "application/offset+octet-stream",
        },
        content=content,
    )
    upload = answer.json()
    if upload["asset_id"] is None:
        upload = await _checked(officer, asset, answer.headers["location"])
    return str(upload["asset_id"])


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode()


async def _checked(officer: Desk, asset: Asset, path: str) -> dict[str, Any]:
    async with asyncio.timeout(PATIENCE):
        while True:
            upload: dict[str, Any] = (
                await officer.ask("GET", f"{path}/status", at="assets")
            ).json()
            if upload["state"] == "ready":
                return upload
            if upload["state"] in REFUSED:
                raise SeedError(
                    f"{asset.file} was {upload['state']}: {upload['detail']}"
                )
            await asyncio.sleep(LOOK_EVERY)
