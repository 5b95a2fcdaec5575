"""Every way in which the bucket and the records can disagree, found and mended."""

import asyncio
import hashlib
import io
import secrets
from dataclasses import replace
from datetime import timedelta

import pytest

from assets_api.fsck import service
from assets_api.fsck.service import PassRunningError, Wanted
from assets_api.storage.listing import Listed
from assets_api.storage.store import Store

ENDED = "SELECT 1 FROM assets.fsck_pass WHERE outcome = 'complete'"


@pytest.fixture
def put(s3):
    def run(key: str, data: bytes) -> str:
        s3.client().put_object(s3.bucket, key, io.BytesIO(data), len(data))
        return key

    return run


@pytest.fixture
def remove(s3):
    def run(key: str) -> str:
        s3.client().remove_object(s3.bucket, key)
        return key

    return run


@pytest.fixture
def begin(s3):
    """A multipart upload that somebody began and left."""

    def run(key: str) -> str:
        return s3.client()._create_multipart_upload(s3.bucket, key, {})  # noqa: SLF001 -- minio has no public call

    return run


@pytest.fixture
def keys_in(s3):
    def run() -> set[str]:
        listed = s3.client().list_objects(s3.bucket, recursive=True)
        return {one.object_name for one in listed}

    return run


@pytest.fixture
def bytes_of(owner, blob):
    """Keys of the original and of the renditions by preset and format."""

    def run(status) -> tuple[str, dict[str, str]]:
        version, sha256 = owner(
            "SELECT id, sha256 FROM assets.asset_version WHERE asset_id = %s",
            status["asset_id"],
        )[0]
        made = owner(
            "SELECT preset || '.' || format, sha256 FROM assets.rendition"
            " WHERE version_id = %s",
            version,
        )
        return blob(sha256), {name: blob(each) for name, each in made}

    return run


async def test_every_kind_of_damage_is_found_and_what_can_be_mended_is(
    officer, make_jpeg, upload, bytes_of, put, remove, keys_in, check, findings,
    blob, nobody, s3, create, owner, begin,
) -> None:  # fmt: skip
    first = bytes_of(await upload(officer, make_jpeg(1300, 900), "a.jpg"))
    second = bytes_of(await upload(officer, make_jpeg(), "b.jpg"))
    assert (await check()).kinds == []

    stray = hashlib.sha256(secrets.token_bytes(9)).hexdigest()
    lost = remove(second[0])
    dangling = remove(first[1]["card.webp"])
    short = put(first[1]["card.jpg"], b"not a picture")
    spoilt = first[1]["hero.jpg"]
    size = s3.client().stat_object(s3.bucket, spoilt).size
    put(spoilt, bytes(size))
    orphans = {
        put(blob(stray), b"nobody's"),
        put(f"q/{nobody}/whole", b"late"),
        put(f"probe/{nobody}", b"probe"),
    }
    foreign = {put("holiday/beach.jpg", b"x"), put("b/readme.txt", b"x")}
    begun = begin(blob(stray))
    path = await create(officer, 9, filename="c.pdf")
    ident = path.rsplit("/", 1)[1]
    owner(
        "UPDATE assets.upload SET expires_at = now() - interval '2 hours'"
        " WHERE id = %s",
        ident,
    )

    report = await check(deep=100)

    seen = await findings()
    assert {kind: set(subjects) for kind, subjects in seen.items()} == {
        "missing": {lost},
        "dangling-rendition": {dangling},
        "size-mismatch": {short},
        "hash-mismatch": {spoilt},
        "orphan": orphans,
        "foreign": {"holiday/", "b/readme.txt"},
        "unfinished-multipart": {f"{blob(stray)}?uploadId={begun}"},
        "stuck-upload": {f"upload:{ident}"},
    }
    assert report.tally.hashed > 0

    before = keys_in()
    await check(repair=True, grace=timedelta(hours=48))
    assert keys_in() == before, "one pass alone mends nothing"

    mended = await check(repair=True)
    assert mended.mended == {
        "dangling-rendition": 1,
        "hash-mismatch": 1,
        "orphan": 3,
        "size-mismatch": 1,
        "stuck-upload": 1,
        "unfinished-multipart": 1,
    }
    assert orphans.isdisjoint(keys_in())
    assert foreign <= keys_in()
    await check(deep=100)
    assert await findings() == {
        "missing": {lost: "only-a-backup"},
        "foreign": {"holiday/": "not-ours", "b/readme.txt": "not-ours"},
    }


async def test_what_is_held_is_never_deleted(
    owner, put, check, findings, keys_in, blob
) -> None:
    held = hashlib.sha256(secrets.token_bytes(9)).hexdigest()
    key = put(blob(held), b"evidence")
    (rule,) = owner("SELECT pg_get_functiondef('assets.is_kept(text)'::regprocedure)")[
        0
    ]
    owner(
        "CREATE OR REPLACE FUNCTION assets.is_kept(sha256 text) RETURNS boolean"
        f" LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT sha256 = '{held}' $$"
    )
    try:
        await check()
        await check(repair=True)
    finally:
        owner(rule)

    assert (await findings())["orphan"] == {key: "kept"}
    assert key in keys_in()


async def test_an_upload_under_way_is_let_alone_and_what_it_was_promised_is_looked_for(
    officer, create, patch, check, findings, keys_in, remove, put
) -> None:
    path = await create(officer, 3_000_000, filename="d.pdf")
    answer = await patch(officer, path, 0, bytes(1_000_000))
    assert answer.status_code == 204
    ident = path.rsplit("/", 1)[1]
    (tail,) = {key for key in keys_in() if ident in key}
    other = put(f"q/{ident}/tail-99-1", b"of a writer that was fenced off")

    await check()
    assert not {tail, other} & {
        key for found in (await findings()).values() for key in found
    }

    remove(tail)
    await check()
    await check(repair=True)
    assert (await findings())["missing"][tail] == "sender-goes-on"


async def test_very_many_orphans_are_rather_the_wrong_database(
    put, check, blob, keys_in
) -> None:
    many = {
        put(blob(hashlib.sha256(bytes([number])).hexdigest()), b"x")
        for number in range(service.FEW + 1)
    }
    await check()
    held = await check(repair=True)
    assert held.braked
    assert many <= keys_in()

    done = await check(repair=True, many=True)
    assert not done.braked
    assert many.isdisjoint(keys_in())


async def test_two_passes_at_once_are_one(desk, owner, check) -> None:
    owner(
        "INSERT INTO assets.fsck_pass (asked_by, started_at, lease_until)"
        " VALUES ('another', now(), now() + interval '1 minute')"
    )
    with pytest.raises(PassRunningError):
        await service.check(desk, Wanted("test"))
    owner("UPDATE assets.fsck_pass SET lease_until = now() - interval '1 minute'")

    await check()
    assert owner("SELECT outcome FROM assets.fsck_pass WHERE asked_by = 'another'") == [
        ("failed",)
    ]


async def test_the_worker_begins_a_pass_a_day_and_never_waits_for_it(
    desk, owner
) -> None:
    owner("DELETE FROM assets.fsck_finding")
    owner("DELETE FROM assets.fsck_pass")
    daily = service.Schedule(timedelta(days=1), deep=1, grace=timedelta(hours=48))

    async with service.rounds(desk, daily) as begin_when_due, asyncio.timeout(20):
        await begin_when_due()
        while not owner(ENDED):  # noqa: ASYNC110 -- a row, not an event
            await asyncio.sleep(0.02)
        await begin_when_due()

    assert owner("SELECT asked_by, deep FROM assets.fsck_pass") == [("worker", 1)]


class Backwards(Store):
    """Lists each page from its end, as no S3 but some directories do."""

    async def page(self, prefix: str, after: str) -> list[Listed]:
        return list(reversed(await super().page(prefix, after)))


async def test_a_store_that_lists_in_no_order_is_compared_in_pieces(
    desk, settings, put, blob, findings
) -> None:
    strays = [
        put(blob(hashlib.sha256(secrets.token_bytes(9)).hexdigest()), b"x")
        for _ in range(3)
    ]
    async with Backwards.connect(settings.s3) as store:
        await service.check(
            replace(desk, store=store), Wanted("test", settled=timedelta(0))
        )

    assert set(strays) <= set((await findings())["orphan"])
