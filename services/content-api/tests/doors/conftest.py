"""A province in which all is hidden that can be, beside one thing that is not."""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from phohien import clock
from phohien.urls import libpq

HOUR = timedelta(hours=1)


@dataclass
class World:
    """`open` is public. `untold` nobody outside heard of; `gone` was public once.

    Each hidden text holds a word that stands nowhere else: finding the word anywhere is
    finding the text. `known` are the words the public may read.
    """

    open: dict[str, Any] = field(default_factory=dict)
    untold: dict[str, dict[str, Any]] = field(default_factory=dict)
    gone: dict[str, dict[str, Any]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    @property
    def secrets(self) -> dict[str, str]:
        """What must not be found, by why it must not."""
        keys = {f"key of {name}": item["key"] for name, item in self.untold.items()}
        slugs = {
            f"slug of {name}": item["slug"]
            for name, item in [*self.untold.items(), *self.gone.items()]
        }
        return {**self.words, **keys, **slugs}


@pytest.fixture
def urls(fresh_urls):
    """Counts are exact only where nobody else releases."""
    return fresh_urls


@pytest.fixture
def word():
    """Letters alone, so that it is no figure and no tone is lost."""
    return lambda: "zq" + "".join(secrets.choice("bcdfghjklm") for _ in range(10))


@pytest.fixture
def two_languages():
    def texts(word: str) -> dict[str, Any]:
        return {
            "vi": {"title": f"Khu {word}", "summary": f"Tóm tắt {word}."},
            "en": {"title": f"Park {word}", "summary": f"Summary {word}."},
        }

    return texts


@pytest.fixture
def hidden(word, two_languages):
    """`await hidden(world, "draft", make_item)`: an item whose words are secret."""

    async def make(world, name, how, **given):
        world.words[f"words of {name}"] = found = word()
        return await how(languages=two_languages(found), **given)

    return make


@pytest.fixture
def expire(urls):
    """The end of an item passes, with nobody there to see it."""

    def now(item: dict[str, Any]) -> None:
        with psycopg.connect(libpq(urls.owner)) as connection:
            connection.execute(
                "UPDATE release.document"
                " SET visible_from = visible_from - 2 * %(hour)s, expires_at ="
                " clock_timestamp() - interval '1 second' WHERE item_id = %(id)s",
                {"hour": HOUR, "id": item["id"]},
            )

    return now


@pytest.fixture
async def world(
    *,
    hidden,
    word,
    make_item,
    make_submitted,
    make_cleared,
    make_released,
    take,
    officer,
    leader,
    expire,
) -> World:
    made = World()
    soon = (clock.now() + HOUR).isoformat()
    made.untold["a draft"] = await hidden(made, "a draft", make_item)
    made.untold["submitted"] = await hidden(made, "submitted", make_submitted)
    made.untold["cleared"] = await hidden(made, "cleared", make_cleared)
    made.untold["under embargo"] = await hidden(
        made, "under embargo", make_released, visible_from=soon
    )
    withdrawn = await hidden(made, "withdrawn", make_released)
    made.gone["withdrawn"] = await take(
        "withdraw", withdrawn, by=leader, reason_class="rights"
    )
    made.gone["expired"] = await hidden(made, "expired", make_released, expires_at=soon)
    expire(made.gone["expired"])
    # Its key is in the public document, which names what it speaks of; no more is.
    named = await hidden(made, "a draft that is named", make_item)
    relations = [{"kind": "near", "key": named["key"]}]
    made.open = await _open(made, make_item, take, officer, leader, word, relations)
    return made


async def _open(
    made, make_item, take, officer, leader, word, relations
) -> dict[str, Any]:
    """Vietnamese is public; English is a draft, and so is a correction."""
    english, correction = word(), word()
    item = await make_item(
        relations=relations,
        languages={
            "vi": {"title": "Khu công khai", "summary": "Ai cũng đọc được."},
            "en": {"title": f"Park {english}", "summary": f"Not yet {english}."},
        },
    )
    for step in ("submit", "clear", "release"):
        who = officer if step == "submit" else leader
        more = {"declaration": True} if step == "clear" else {}
        item = await take(step, item, "vi", by=who, **more)
    shown = dict(item)
    answer = await officer.client.put(
        f"/staff/v1/items/{item['key']}/languages/vi",
        json={"texts": {"title": "Khu công khai", "summary": f"Sửa {correction}."}},
        headers={"If-Match": f'"{item["languages"]["vi"]["closure_hash"]}"'},
    )
    assert answer.status_code == 200, answer.text
    made.words["another language"] = english
    made.words["a correction not cleared"] = correction
    return shown
