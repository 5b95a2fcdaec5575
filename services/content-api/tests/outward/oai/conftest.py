"""A harvester's view: parsed answers, each checked by the schema of the protocol."""

from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from content_api.oai.formats import OAI
from phohien import clock

SCHEMAS = Path(__file__).parent / "schemas"
TARGET = "asean-portal"


@pytest.fixture(scope="session")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / "OAI-PMH.xsd"))


@pytest.fixture
def checked(schema):
    """The tree of an answer; what schemas elsewhere describe is looked past."""

    def check(body: bytes) -> Any:
        tree, bare = etree.fromstring(body), etree.fromstring(body)
        for holder in bare.iter(f"{{{OAI}}}metadata", f"{{{OAI}}}description"):
            parent = holder.getparent()
            parent.remove(holder)
        schema.assertValid(bare)
        return tree

    return check


@pytest.fixture
def ask(client, checked):
    """`await ask(verb="Identify")`: the checked tree."""

    async def get(**arguments: str) -> Any:
        key = arguments.pop("key", None)
        named = {name.rstrip("_"): value for name, value in arguments.items()}
        headers = {"authorization": f"Bearer {key}"} if key else {}
        answer = await client.get("/v1/oai", params=named, headers=headers)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith("text/xml")
        return checked(answer.content)

    return get


@pytest.fixture
def found():
    """Texts of every element of this name."""
    return lambda tree, name: [one.text for one in tree.iter(f"{{{OAI}}}{name}")]


@pytest.fixture
def code():
    """The protocol's code of what went wrong."""
    return lambda tree: [one.get("code") for one in tree.iter(f"{{{OAI}}}error")]


@pytest.fixture
def offer(owner):
    """Offers what is released now to the target; with `hash` an older version."""

    def make(item: dict[str, Any], lang: str = "vi", policy: str = "hold") -> None:
        owner.execute(
            "INSERT INTO release.offer (item_id, key, target_code, lang, closure_hash,"
            " follow_policy, approved_by, approved_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, uuidv7(), %s)",
            (
                item["item_id"],
                item["key"],
                TARGET,
                lang,
                item["hash"],
                policy,
                clock.now(),
            ),
        )

    return make
