"""What one target is offered, only its key can harvest; and a harvest is a receipt."""

import json

import pytest

from content_api.oai.formats import OAI, PHOHIEN

SET = "target:asean-portal"


@pytest.fixture
def harvests(owner):
    return lambda: owner.execute(
        "SELECT target_code, verb, complete, until <= now() FROM release.harvest"
        " ORDER BY id"
    ).fetchall()


@pytest.fixture
def titles():
    return lambda tree: [
        json.loads(one.text)["title"] for one in tree.iter(f"{{{PHOHIEN}}}item")
    ]


async def test_without_the_key_the_set_is_as_if_it_were_not(
    ask, code, make_key, offer, release, found, harvests
) -> None:
    offer(release())
    other = await make_key("target:national-fi", "read")

    for key in (None, other):
        asked = {"verb": "ListRecords", "metadataPrefix": "phohien", "set": SET}
        assert code(await ask(**asked, key=key)) == ["noRecordsMatch"]
        assert SET not in found(await ask(verb="ListSets", key=key), "setSpec")
    assert harvests() == []


async def test_with_the_key_the_set_is_listed_and_named(
    ask, make_key, offer, release, found
) -> None:
    offer(release())
    key = await make_key(SET)

    said = await ask(verb="ListSets", key=key)

    assert SET in found(said, "setSpec")
    assert any("ASEAN Việt Nam portal" in name for name in found(said, "setName"))


async def test_a_target_gets_the_version_it_was_offered(
    ask, make_key, offer, release, titles, found
) -> None:
    item = release(title="Bản đã duyệt cho đích")
    offer(item)
    release(item=item, title="Bản mới, chưa duyệt cho đích")
    key = await make_key(SET)

    asked = {"verb": "ListRecords", "metadataPrefix": "phohien"}
    theirs = await ask(**asked, set=SET, key=key)
    public = await ask(**asked)

    assert titles(theirs) == ["Bản đã duyệt cho đích"]
    assert titles(public) == ["Bản mới, chưa duyệt cho đích"]
    assert SET in found(theirs, "setSpec")
    assert SET not in found(public, "setSpec")


async def test_an_ended_offer_is_deleted_for_its_target_alone(
    ask, make_key, offer, release, owner
) -> None:
    item = release()
    offer(item)
    owner.execute("UPDATE release.offer SET withdrawn_at = now()")
    key = await make_key(SET)

    asked = {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"}
    (theirs,) = (await ask(**asked, set=SET, key=key)).iter(f"{{{OAI}}}header")
    (public,) = (await ask(**asked)).iter(f"{{{OAI}}}header")

    assert theirs.get("status") == "deleted"
    assert public.get("status") is None


async def test_a_withdrawal_reaches_the_target_too(
    ask, make_key, offer, release, withdraw
) -> None:
    item = release()
    offer(item)
    withdraw(item)
    key = await make_key(SET)

    asked = {"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": SET}
    (header,) = (await ask(**asked, key=key)).iter(f"{{{OAI}}}header")

    assert header.get("status") == "deleted"


async def test_every_page_leaves_a_receipt_and_the_last_says_so(
    ask, make_key, offer, release, found, harvests
) -> None:
    for _ in range(101):
        offer(release())
    key = await make_key(SET)

    asked = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}
    first = await ask(**asked, set=SET, key=key)
    (token,) = found(first, "resumptionToken")
    rest = await ask(verb="ListRecords", resumptionToken=token, key=key)

    assert len(found(first, "identifier")) + len(found(rest, "identifier")) == 101
    assert harvests() == [
        ("asean-portal", "ListRecords", False, True),
        ("asean-portal", "ListRecords", True, True),
    ]


async def test_a_token_without_the_key_opens_nothing(
    ask, code, make_key, offer, release, found
) -> None:
    for _ in range(101):
        offer(release())
    key = await make_key(SET)
    asked = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}
    (token,) = found(await ask(**asked, set=SET, key=key), "resumptionToken")

    said = await ask(verb="ListRecords", resumptionToken=token)

    assert code(said) == ["noRecordsMatch"]


async def test_an_offer_that_follows_moves_on(
    ask, make_key, owner, release, offer
) -> None:
    item = release()
    offer(item, policy="follow")
    newer = release(item=item, title="Bản sửa")
    owner.execute("UPDATE release.offer SET closure_hash = %s", (newer["hash"],))
    key = await make_key(SET)

    said = await ask(verb="ListRecords", metadataPrefix="phohien", set=SET, key=key)

    (whole,) = said.iter(f"{{{PHOHIEN}}}item")
    assert whole.get("hash") == newer["hash"]
