"""What the staff of a real WordPress do to our posts is found, and named."""

import asyncio
import contextlib

import httpx
import pytest
from tests.standins.wordpress import oracle

from asean_sync.reconcile_now import reconcile_now


@pytest.fixture
async def staff(wordpress):
    """Somebody at the site, with its own interface."""
    async with httpx.AsyncClient(
        base_url=f"{wordpress.url}/wp-json/wp/v2/",
        auth=(wordpress.user, wordpress.password),
        timeout=30,
    ) as client:
        yield client


async def test_edited_binned_doubled_revived_and_foreign_posts_are_told_apart(
    push, staff
):
    keys = [push.new_key() for _ in range(4)]
    edited, binned, doubled, revived = (f"{key}.vi" for key in keys)
    foreign = push.new_key()
    await push.activate("profile.yaml", **{"withdraw: delete": "withdraw: trash"})
    for key in keys:
        push.release(key, "vi", f"Khu {key[-8:]}", body="<p>Một</p>")
    assert (await push.run()).exit_code == 0
    ids = {one["slug"]: one["id"] for one in oracle.held(push.site)}
    push.releases.withdraw(keys[3], "vi")
    assert (await push.run()).exit_code == 0

    def post_of(key):
        return f"posts/{ids[oracle.slug_of(key)]}"

    for done in (
        await staff.post(post_of(edited), json={"title": "Tên do cổng sửa & lưu"}),
        await staff.delete(post_of(binned)),
        await staff.post("posts", json={"slug": oracle.slug_of(doubled), "title": "2"}),
        # Out of the bin, as the button of the list does.
        await staff.post(
            post_of(revived),
            json={"status": "publish", "slug": oracle.slug_of(revived)},
        ),
        await staff.post("posts", json={"slug": f"{foreign}-vi", "title": "Của cổng"}),
    ):
        assert done.is_success, done.text

    (told,) = await asyncio.to_thread(reconcile_now, push.settings, looks=100)
    assert told.open == {"changed": 1, "missing": 1, "extra": 1}
    found = push.sql("select object_key, kind, fields from sync.drift order by kind")
    assert {(key, kind) for key, kind, _ in found} == {
        (edited, "changed"),
        (binned, "missing"),
        (doubled, "duplicate"),
        (revived, "revived"),
        (f"{foreign}.vi", "extra"),
    }
    assert [fields for key, _, fields in found if key == edited] == [["title"]]
    there = {
        edited: {"title": "Tên do cổng sửa & lưu"},
        binned: oracle.ABSENT,
        doubled: {"title": f"Khu {keys[2][-8:]}"},
        revived: oracle.ABSENT,
        f"{foreign}.vi": {"title": "Của cổng"},
    }
    wrong = await push.violations(there)
    # The site's own is left as it is: a draft.
    assert wrong == [f"{foreign}-vi: is draft"]


@pytest.fixture
def plugin(wordpress):
    """Installs one as the site's staff would; it is gone after the test."""
    with contextlib.ExitStack() as installed:
        yield lambda code: installed.enter_context(wordpress.altered(code))


async def test_a_field_that_is_dropped_stops_everything_before_the_first_write(
    push, plugin
):
    await push.activate("profile.yaml")
    first, second = push.new_key(), push.new_key()
    push.release(first, "vi", "Khu A")
    assert (await push.run()).exit_code == 0
    plugin(
        "add_action('init', fn() => "
        "unregister_taxonomy_for_object_type('post_tag', 'post'), 99);"
    )
    push.release(first, "vi", "Khu A mở rộng")
    push.release(second, "vi", "Khu B")
    before = push.sql("select count(*) from sync.attempt where op <> 'verify'")
    assert (await push.run(20)).exit_code != 0
    assert push.sql("select count(*) from sync.attempt where op <> 'verify'") == before
    right = {f"{first}.vi": {"title": "Khu A"}, f"{second}.vi": oracle.ABSENT}
    assert await push.violations(right) == []
