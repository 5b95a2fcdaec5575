"""What the sync relies on in every connector. See docs/how-to/write-a-connector.md.

Inherit from `ConnectorContract`, give it a `bench`, and pytest runs all of it.
"""

import dataclasses
from contextlib import asynccontextmanager

import pytest
from tests.connector_kit.bench import Bench, Hand, hand_at, new_key
from tests.standins.releases import Brochure

from asean_sync.connectors import comparison
from asean_sync.connectors.interface import ListingError, Role, Wanted
from asean_sync.connectors.outcomes import Op, Verdict
from asean_sync.profiles import kinds
from phohien.db import Database

# Done at the target or not: nobody can tell from what came back.
DOUBTFUL = ("reset_after", "truncated", "garbage_after", "error_after", "reset_before")
BLIND = ("reset_before", "garbage_before", "truncated", "error_before")
GONE = {Verdict.APPLIED, Verdict.ALREADY_ABSENT}


class ConnectorContract:
    @pytest.fixture
    def bench(self) -> Bench:
        """Yours: a target that runs, and its profile. It may as well be async."""
        raise NotImplementedError

    @pytest.fixture
    async def opened(self, bench, urls, monkeypatch):
        async with Database.connect(urls.sync, application_name="kit") as database:

            @asynccontextmanager
            async def opened(address: str | None = None, **instead: str):
                words = {**bench.variables, **instead}
                changed = dataclasses.replace(bench, variables=words)
                setenv = monkeypatch.setenv
                async with hand_at(changed, database, setenv, address) as hand:
                    yield hand

            yield opened

    @pytest.fixture
    async def hand(self, opened):
        async with opened() as hand:
            yield hand

    async def test_its_kind_is_known_and_says_what_it_wants(self, hand):
        kind = hand.profile.profile.connector
        assert kind in kinds.names()
        assert kinds.load(kind) is type(hand.connector)
        # The published schema with the part of this kind is still a schema.
        assert kind in str(kinds.json_schema()["allOf"])

    async def test_the_same_wish_is_the_same_request_and_holds_no_secret(self, hand):
        key, payload = hand.item(hand.key, "Phố Nối A", *())
        wanted = Wanted(Op.CREATE, Role.ITEM, key, "kit:1", payload=payload)
        assert await hand.provided(wanted) is None
        once, again = (hand.connector.prepare(wanted) for _ in range(2))
        assert (once.sha256, once.body, once.path) == (
            again.sha256,
            again.body,
            again.path,
        )
        _, changed = hand.item(hand.key, "Phố Nối B")
        other = dataclasses.replace(wanted, payload=changed)
        assert hand.connector.prepare(other).sha256 != once.sha256
        assert [one for one in hand.secrets if one in repr(once)] == []

    async def test_an_object_is_made_changed_and_taken_down(self, hand):
        file, shown = Brochure(b"%PDF-1.7 kit\n" * 50), hand.bench.shown
        files = (file,) if hand.profile.media is not None else ()
        made = await hand.create("Phố Nối A", None, *files)
        assert made.verdict is Verdict.APPLIED, made
        assert made.remote_id is not None
        key, _ = hand.item(hand.key, "Phố Nối A")
        assert await shown(Role.ITEM, key) == ["Phố Nối A"]
        await _is_found(hand, Role.ITEM, key, made.remote_id)
        for one in files:
            await _file_is_there(hand, one)

        changed = await hand.update("Phố Nối A mở rộng", made.remote_id)
        assert (changed.verdict, changed.remote_id) == (Verdict.APPLIED, made.remote_id)
        assert await shown(Role.ITEM, key) == ["Phố Nối A mở rộng"]
        _, payload = hand.item(hand.key, "Phố Nối A mở rộng")
        seen = await hand.connector.fetch(Role.ITEM, made.remote_id)
        wanted = hand.connector.expected(Role.ITEM, key, payload)
        unseen = hand.profile.unseen
        assert comparison.differences(wanted, seen.state, unseen) == []
        # What it shows of one thing differs from what was sent of another.
        _, other = hand.item(hand.key, "Phố Nối B")
        wanted = hand.connector.expected(Role.ITEM, key, other)
        assert comparison.differences(wanted, seen.state, unseen) != []

        for _ in range(2):
            outcome = await hand.withdraw(Role.ITEM, key, made.remote_id)
            assert outcome.verdict in GONE, outcome
        assert await shown(Role.ITEM, key) == []
        gone = await hand.connector.fetch(Role.ITEM, made.remote_id)
        assert gone.outcome.verdict is Verdict.ABSENT
        assert await _found(hand, Role.ITEM, key) == []

    async def test_it_tells_the_same_of_an_interface_that_did_not_change(self, hand):
        told = [await hand.connector.discover() for _ in range(2)]
        assert len({one.hash if one else None for one in told}) == 1

    async def test_what_was_never_sent_is_seen_to_be_absent(self, hand):
        key, _ = hand.item(new_key(), "Phố Nối A")
        assert await _found(hand, Role.ITEM, key) == []

    async def test_an_answer_that_never_came_leaves_a_doubt_that_a_look_ends(
        self, hand
    ):
        for mode in DOUBTFUL:
            key = new_key()
            hand.spoil(mode)
            outcome = await hand.create(f"Phố Nối {mode}", key)
            assert outcome.verdict is Verdict.IN_DOUBT, (mode, outcome)
            name, _ = hand.item(key, "Phố Nối")
            there = await hand.bench.shown(Role.ITEM, name)
            # A target that decides later may not have done so yet.
            if hand.profile.endpoints is None or hand.profile.endpoints.tickets is None:
                assert len(await _found(hand, Role.ITEM, name)) == len(there), mode

    async def test_what_is_refused_for_now_may_be_sent_again(self, hand):
        hand.spoil("too_many")
        outcome = await hand.create("Phố Nối A")
        assert (outcome.verdict, outcome.retry_after) == (Verdict.NOT_APPLIED, 1)
        assert (await hand.create("Phố Nối A")).verdict is Verdict.APPLIED

    async def test_a_look_that_fails_shows_nothing(self, hand):
        assert (await hand.create("Phố Nối A")).verdict is Verdict.APPLIED
        key, _ = hand.item(hand.key, "Phố Nối A")
        for mode in BLIND:
            hand.spoil(mode, "GET")
            seen = await hand.connector.find(Role.ITEM, key)
            assert not seen.seen, (mode, seen)
            hand.spoil(mode, "GET")
            with pytest.raises(ListingError):
                await hand.listed(Role.ITEM)

    async def test_every_object_is_listed_once(self, hand):
        if not hand.connector.capabilities().list_all:
            return
        keys = [new_key() for _ in range(5)]
        for key in keys:
            assert (await hand.create("Phố Nối", key)).verdict is Verdict.APPLIED
        names = {hand.item(key, "Phố Nối")[0] for key in keys}
        listed = [one.key for one in await hand.listed(Role.ITEM) if one.key in names]
        assert sorted(listed) == sorted(names)

    async def test_who_is_not_let_in_is_told_so(self, opened, bench):
        async with opened(**bench.wrong) as hand:
            outcome = await hand.create("Phố Nối A")
            assert outcome.verdict is Verdict.AUTH_FAILED, outcome
            checked = await hand.connector.check(Role.ITEM)
            assert [one for one in checked if not one.fine] != []

    async def test_a_target_that_is_not_there_got_nothing(self, opened):
        async with opened(address="http://127.0.0.1:9") as hand:
            outcome = await hand.create("Phố Nối A")
            assert outcome.verdict is Verdict.NOT_APPLIED


async def _found(hand: Hand, role: Role, key: str) -> list[str]:
    seen = await hand.connector.find(role, key)
    assert seen.seen, seen
    assert {ref.key for ref in seen.refs} <= {key}
    return [ref.id for ref in seen.refs]


async def _is_found(hand: Hand, role: Role, key: str, remote_id: str) -> None:
    assert await _found(hand, role, key) == [remote_id]
    seen = await hand.connector.fetch(role, remote_id)
    assert seen.outcome.verdict is Verdict.APPLIED
    assert seen.key in {None, key}


async def _file_is_there(hand: Hand, file: Brochure) -> None:
    key, _ = hand.file(hand.key, file)
    (remote_id,) = await _found(hand, Role.MEDIA, key)
    assert await hand.bench.shown(Role.MEDIA, key) == [file.sha256]
    state = (await hand.connector.fetch(Role.MEDIA, remote_id)).state
    # Where it shows a digest it is that of the file.
    assert state.get("sha256", file.sha256) == file.sha256
    assert (await hand.withdraw(Role.MEDIA, key, remote_id)).verdict in GONE
    assert await hand.bench.shown(Role.MEDIA, key) == []
