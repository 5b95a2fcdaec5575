"""The change log: no gap, in commit order, every line bound to the one before."""

import asyncio
import hashlib
import json

import psycopg

from phohien.canonical import canonical_json
from phohien.urls import libpq

GENESIS = bytes(32)


def verified(urls):
    """The lines, after checking every link."""
    with psycopg.connect(libpq(urls.owner)) as owner:
        rows = owner.execute(
            "SELECT seq, line, prev_hash, hash, key, kind FROM release.change"
            " ORDER BY seq"
        ).fetchall()
    before = GENESIS
    for place, (seq, line, prev_hash, digest, key, kind) in enumerate(rows, start=1):
        told = json.loads(line)
        assert (seq, told["seq"], told["key"], told["kind"]) == (
            place,
            place,
            key,
            kind,
        )
        assert canonical_json(told) == line.encode()
        assert prev_hash == before
        assert digest == hashlib.sha256(before + line.encode()).digest()
        before = digest
    return rows


async def test_eight_releases_at_once_leave_no_gap(make_cleared, order, leader, urls):
    items = [await make_cleared() for _ in range(8)]

    answers = await asyncio.gather(
        *(
            leader.client.post(
                f"/staff/v1/items/{item['key']}/release", json=order(item)
            )
            for item in items
        )
    )

    assert {answer.status_code for answer in answers} == {200}
    rows = verified(urls)
    told = {(row[4], row[5]) for row in rows}
    assert {(item["key"], "released") for item in items} <= told


async def test_a_release_that_fails_leaves_no_line(make_cleared, order, leader, urls):
    item = await make_cleared()
    before = len(verified(urls))
    body = order(item)
    body["if_hash"]["vi"] = "0" * 64

    answer = await leader.client.post(
        f"/staff/v1/items/{item['key']}/release", json=body
    )

    assert answer.status_code == 412
    assert len(verified(urls)) == before


async def test_a_withdrawal_leaves_a_tombstone_and_no_document(
    released_item, take, leader, urls
):
    await take("withdraw", released_item, "vi", by=leader, reason_class="consent")

    with psycopg.connect(libpq(urls.owner)) as owner:
        documents = owner.execute(
            "SELECT lang FROM release.document WHERE item_id = %s",
            [released_item["id"]],
        ).fetchall()
        [tombstone] = owner.execute(
            "SELECT t.lang, t.reason_class, c.kind, c.reason_class"
            " FROM release.tombstone t JOIN release.change c ON c.seq = t.seq"
            " WHERE t.item_id = %s",
            [released_item["id"]],
        ).fetchall()
    assert documents == [("en",)]
    assert tombstone == ("vi", "consent", "withdrawn", "consent")
    verified(urls)


async def test_a_release_wakes_who_listens(make_cleared, take, leader, urls):
    item = await make_cleared()
    with psycopg.connect(libpq(urls.public), autocommit=True) as listener:
        listener.execute("LISTEN phohien_release")

        await take("release", item, "vi", by=leader)

        heard = [note.payload for note in listener.notifies(timeout=2, stop_after=1)]
        rows = listener.execute(
            "SELECT seq FROM release.change WHERE key = %s", [item["key"]]
        ).fetchall()
    assert heard == [str(seq) for (seq,) in rows]
