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
    states = {lang: held["status"] for lang, held in made["languages"].items()}
    return {**made, "languages": states}


def is_out(entry: Entry, line: Line) -> bool:
    return all(line["languages"].get(lang) in DONE for lang in entry.languages)


async def release(officer: Desk, leader: Desk, entry: Entry, key: str) -> None:
    """Each language through every step it has not taken yet."""
    item: Line = (await officer.ask("GET", f"/staff/v1/items/{key}")).json()
    for before, action, desk, extra in (
        ("draft", "submit", officer, {}),
        ("submitted", "clear", leader, {"declaration": True}),
        ("cleared", "release", leader, {}),
    ):
        wanted = {
            lang: item["languages"][lang]["closure_hash"]
            for lang in entry.languages
            if item["languages"][lang]["status"] == before
        }
        if wanted:
            order = {"languages": list(wanted), "if_hash": wanted, **extra}
            path = f"/staff/v1/items/{key}/{action}"
            item = (await desk.ask("POST", path, json=order)).json()
