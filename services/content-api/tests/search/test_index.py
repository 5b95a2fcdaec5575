"""The index never knows more than the public may, and is never missed."""

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from content_api.search import service
from content_api.search.index.layout import folder_in
from content_api.search.index.writing import Writing

NOTHING = ([], 0, None, {"type": []})
FOLLOW = """
import asyncio, sys
from pathlib import Path
from content_api.search.index.follower import Follower
asyncio.run(Follower(sys.argv[1], Path(sys.argv[2])).rebuild())
"""


def traces(found: dict) -> tuple:
    return found["data"], found["total"], found["suggestion"], found["facets"]


async def test_a_withdrawal_while_the_worker_is_dead_leaves_no_trace(
    publish, withdraw, follower, search
) -> None:
    gone = publish("Bến phà kwyjibo", summary="Tuyến kwyjibo cũ.")
    publish("Bến phà Mễ Sở")
    await follower.follow_once()
    assert (await search("kwyjibo", facets="type"))["total"] == 1

    withdraw(gone)

    for q in ("kwyjibo", "kwyjibu", '"phà kwyjibo"'):
        found = await search(q, facets="type")
        assert found["engine"] == "index", q
        assert traces(found) == NOTHING, q
    for q in ("bến phà kwyjibo", "kwyjibo phà"):
        some = await search(q)
        assert (some["matched"], some["total"], some["suggestion"]) == ("some", 1, None)
        assert gone["key"] not in str(some)
    rest = await search("bến phà", facets="type")
    assert rest["total"] == 1
    assert rest["facets"] == {"type": [{"value": "article", "count": 1}]}


async def test_what_was_corrected_is_not_found_by_its_old_words(
    publish, follower, search, owner, titles
) -> None:
    old = publish("Chợ đầu mối xyzzyq")
    await follower.follow_once()

    owner.execute(
        "UPDATE release.document SET superseded_at = now() WHERE key = %s",
        [old["key"]],
    )
    new = publish("Chợ đầu mối Văn Giang", key=old["key"], id=old["id"])
    assert traces(await search("xyzzyq", facets="type")) == NOTHING
    await follower.follow_once()

    assert titles(await search("chợ đầu mối")) == [new["title"]]
    assert (await search("xyzzyq"))["total"] == 0


async def test_the_clock_hides_without_a_line_and_without_a_worker(
    publish, follower, search, owner
) -> None:
    doc = publish("Hội thảo qwzx", expires_at="2100-01-01T00:00:00+00:00")
    ahead = publish("Hội thảo sắp qwzx", told=False, visible_from="2100-01-01T00:00Z")
    await follower.follow_once()
    assert (await search("qwzx"))["total"] == 1

    owner.execute(
        "UPDATE release.document SET expires_at = now(), visible_from = now() - "
        "interval '1 day' WHERE key = %s",
        [doc["key"]],
    )

    found = await search("qwzx", facets="type")
    assert found["engine"] == "index"
    assert traces(found) == NOTHING
    assert ahead["key"] not in str(found)


async def test_what_is_too_far_behind_is_not_asked(
    publish, follower, search, titles, monkeypatch
) -> None:
    publish("Đê biển Tiền Hải")
    await follower.follow_once()
    publish("Đê sông Hồng")
    behind = await search("đê")

    monkeypatch.setattr(service, "LAG", 0.0)
    found = await search("đê", facets="type")

    assert (behind["engine"], titles(behind)) == ("index", ["Đê biển Tiền Hải"])
    assert found["engine"] == "database"
    assert titles(found) == ["Đê sông Hồng", "Đê biển Tiền Hải"]
    assert (found["total"], found["facets"]) == (None, {})


async def test_an_index_that_is_missing_foreign_or_broken_is_none(
    publish, follower, search, owner, settings
) -> None:
    publish("Làng nghề hương xạ Cao Thôn")
    assert (await search("hương xạ"))["engine"] == "database"
    await follower.follow_once()
    assert (await search("hương xạ"))["engine"] == "index"

    # A restore from a backup: the same number, another line.
    owner.execute("UPDATE release.change SET hash = sha256(hash)")
    foreign = await search("hương xạ")
    await follower.follow_once()
    again = await search("hương xạ")
    (folder_in(Path(settings.search_dir)) / "meta.json").write_text("{")
    broken = await search("hương xạ")
    await follower.follow_once()
    mended = await search("hương xạ")

    answers = (foreign, again, broken, mended)
    engines = ["database", "index", "database", "index"]
    assert [each["engine"] for each in answers] == engines
    assert all(len(each["data"]) == 1 for each in answers)


async def test_a_killed_writer_loses_nothing(
    publish, follower, search, urls, settings
) -> None:
    for number in range(40):
        publish(f"Trạm bơm {number}")
    await follower.follow_once()
    publish("Trạm bơm Nghi Xuyên")

    command = [sys.executable, "-c", FOLLOW, urls.public, settings.search_dir]
    writing = subprocess.Popen(command)  # noqa: ASYNC220 -- it is killed at once
    wish = Path(settings.search_dir) / "rebuild"
    while not wish.exists():
        assert writing.poll() is None
        await asyncio.sleep(0.02)
    writing.send_signal(signal.SIGKILL)
    writing.wait()

    assert (await search("trạm bơm"))["total"] >= 40
    await follower.follow_once()
    assert (await search("trạm bơm"))["total"] == 41
    assert not wish.exists()


async def test_one_worker_writes_and_a_second_waits(follower, settings) -> None:
    first = Writing(folder_in(Path(settings.search_dir)))

    with pytest.raises(BlockingIOError):
        await follower.follow_once()
    first.close()
    await follower.follow_once()


async def test_an_answer_that_is_kept_goes_when_the_index_moves(
    publish, follower, client, app, titles
) -> None:
    lane = app.state.lane
    publish("Cầu Hưng Hà")
    await follower.follow_once()

    async def ask(*, kept: bool) -> list[str]:
        before = lane.counts.kept
        answer = await client.get("/v1/search?q=cầu")
        assert (lane.counts.kept > before) is kept
        return titles(answer.json())

    await lane.watch.settle()
    assert await ask(kept=False) == await ask(kept=True) == ["Cầu Hưng Hà"]
    publish("Cầu Thái Hà")
    await lane.watch.settle()
    # What is behind the log is never kept, so the index may move whenever it will.
    assert await ask(kept=False) == await ask(kept=False) == ["Cầu Hưng Hà"]
    await follower.follow_once()

    assert len(await ask(kept=False)) == len(await ask(kept=True)) == 2
