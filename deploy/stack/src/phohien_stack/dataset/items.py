"""Items entered by officers, cleared and released by leaders."""

from typing import Any

from phohien_stack.dataset.desk import Desk
from phohien_stack.dataset.entries import Entry, all_assets

Line = dict[str, Any]
# By asset name and file: the id the agency's officer got for it.
AssetIds = dict[str, str]
DONE = {"released", "scheduled", "withdrawn"}


async def known_items(officer: Desk) -> dict[tuple[str, str], Line]:
    """What the officer's agency has, by type and Vietnamese title."""
    lines = officer.listed("/staff/v1/items", limit=200)
    return {(line["type"], line["title"]): line async for line in lines}


async def enter(
    officer: Desk, entry: Entry, keys: dict[str, str], assets: AssetIds
) -> Line:
    """A new draft; `keys` are those of the items it points to."""
    media = [
        {
            "asset_id": assets[asset.file],
            "role": asset.role,
            "languages": [lang for lang in asset.languages if lang in entry.languages],
        }
        for name in entry.media
        for asset in all_assets()[name]
    ]
    body = {
        **entry.body,
        "relations": [
            {"kind": relation.kind, "key": keys[relation.to]}
            for relation in entry.relations
        ],
        "media": media,
    }
    made: Line = (await officer.ask("POST", "/staff/v1/items", json=body)).json()
    return made


async def held(officer: Desk, key: str) -> Line:
    item: Line = (await officer.ask("GET", f"/staff/v1/items/{key}")).json()
    return item


def is_out(line: Line) -> bool:
    return all(status in DONE for status in line["languages"].values())


async def release(officer: Desk, leader: Desk, item: Line) -> None:
    """Each language of the item through every step it has not taken yet."""
    for before, action, desk, extra in (
        ("draft", "submit", officer, {}),
        ("submitted", "clear", leader, {"declaration": True}),
        ("cleared", "release", leader, {}),
    ):
        wanted = {
            lang: state["closure_hash"]
            for lang, state in item["languages"].items()
            if state["status"] == before
        }
        if wanted:
            order = {"languages": list(wanted), "if_hash": wanted, **extra}
            path = f"/staff/v1/items/{item['key']}/{action}"
            item = (await desk.ask("POST", path, json=order)).json()
