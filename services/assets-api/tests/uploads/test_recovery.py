"""Processes that die, jobs that are lost, days that pass."""

import asyncio
import hashlib
import os
import signal
import sys
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from assets_api.checking.service import check_upload
from assets_api.storage import keys
from assets_api.storage.errors import StorageUnreachableError
from assets_api.storage.store import Store
from assets_api.uploads import ending
from phohien import clock

TUS = {"tus-resumable": "1.0.0"}


@pytest.fixture
def worker(settings):
    """Starts `assets-api work` as a process of its own."""

    @asynccontextmanager
    async def start():
        environment = os.environ | {
            "PHOHIEN_DATABASE_URL": settings.database_url,
            "PHOHIEN_S3_ENDPOINT": settings.s3.endpoint,
            "PHOHIEN_S3_ACCESS_KEY": settings.s3.access_key,
            "PHOHIEN_S3_SECRET_KEY": settings.s3.secret_key,
            "PHOHIEN_S3_BUCKET": settings.s3.bucket,
            "PHOHIEN_ASSETS_TICK_SECONDS": "1",
        }
        process = await asyncio.create_subprocess_exec(
            str(Path(sys.executable).with_name("assets-api")),
            "work",
            env=environment,
            stdout=asyncio.subprocess.DEVNULL,
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGKILL)
            await process.wait()

    return start


async def state_of(person, path: str) -> str:
    return (await person.client.get(f"{path}/status")).json()["state"]


async def until(person, path: str, *states: str, seconds: float) -> str:
    async with asyncio.timeout(seconds):
        while (state := await state_of(person, path)) not in states:  # noqa: ASYNC110 -- another process
            await asyncio.sleep(0.02)
    return state


async def test_a_worker_killed_at_any_moment_loses_nothing(
    officer, create, patch, worker, make_jpeg
) -> None:
    data = make_jpeg(1500, 1000, padding=3_000_000)
    path = await create(
        officer, len(data), filename="a.jpg", sha256=hashlib.sha256(data).hexdigest()
    )
    await patch(officer, path, 0, data)

    async with worker() as first:
        await until(officer, path, "checking", "ready", seconds=40)
        await asyncio.sleep(0.15)
        first.send_signal(signal.SIGKILL)
        await first.wait()
    async with worker():
        state = await until(officer, path, "ready", "rejected", "held", seconds=60)

    assert state == "ready"


async def test_a_lost_job_is_made_up_for(officer, create, patch, owner, desk) -> None:
    path = await create(officer, 5, filename="a.pdf")
    await patch(officer, path, 0, b"%PDF-")
    ident = path.rsplit("/", 1)[1]
    jobs = "FROM jobs.procrastinate_jobs WHERE args ->> 'upload_id' = %s"
    queued = owner(f"SELECT count(*) {jobs}", ident)
    owner(f"DELETE {jobs}", ident)

    await ending.call_again(desk, at=clock.now())
    await ending.call_again(desk, at=clock.now())

    assert queued == [(1,)]
    assert owner(f"SELECT count(*) {jobs}", ident) == [(1,)]


async def test_an_unfinished_upload_ends_and_leaves_nothing(
    officer, create, patch, owner, desk, s3
) -> None:
    path = await create(officer, 500, filename="a.pdf")
    await patch(officer, path, 0, b"x" * 100)
    ident = path.rsplit("/", 1)[1]
    owner("UPDATE assets.upload SET expires_at = now() WHERE id = %s", ident)

    await ending.sweep(desk, at=clock.now())

    objects = s3.client().list_objects(
        s3.bucket, keys.quarantine(UUID(ident)), recursive=True
    )
    quota = owner(
        "SELECT reserved, used FROM assets.agency_quota WHERE agency_id = %s",
        officer.agency.id,
    )
    assert await state_of(officer, path) == "expired"
    assert list(objects) == []
    assert quota == [(0, 0)]


async def test_a_tail_the_store_lost_is_asked_for_again(
    officer, create, patch, desk, owner
) -> None:
    path = await create(officer, 500, filename="a.pdf")
    await patch(officer, path, 0, b"x" * 100)
    ((tail,),) = owner(
        "SELECT tail_key FROM assets.upload WHERE id = %s", path.rsplit("/", 1)[1]
    )
    await desk.store.delete(tail)

    answer = await patch(officer, path, 100, b"x" * 400)
    again = await patch(officer, path, 0, b"x" * 500)

    assert (answer.status_code, answer.headers["upload-offset"]) == (409, "0")
    assert (again.status_code, again.headers["upload-offset"]) == (204, "500")


async def test_two_inspections_of_one_file_make_one_asset(
    officer, create, patch, checked, make_jpeg, owner
) -> None:
    data = make_jpeg()
    path = await create(officer, len(data), filename="a.jpg")
    await patch(officer, path, 0, data)

    statuses = await asyncio.gather(checked(officer, path), checked(officer, path))

    counted = owner(
        "SELECT count(*) FROM assets.asset WHERE agency_id = %s", officer.agency.id
    )
    assert "ready" in {status["state"] for status in statuses}
    assert counted == [(1,)]


async def test_parts_the_store_gave_up_are_asked_for_again(
    officer, create, patch, desk, owner
) -> None:
    part = 8 * 1024 * 1024
    data = os.urandom(part + 9)
    path = await create(officer, len(data), filename="a.pdf")
    await patch(officer, path, 0, data[:part])
    ident = path.rsplit("/", 1)[1]
    ((session,),) = owner("SELECT s3_upload_id FROM assets.upload WHERE id = %s", ident)
    await desk.store.abort(keys.arriving(UUID(ident)), session)

    lost = await patch(officer, path, part, data[part:])
    head = await officer.client.head(path, headers=TUS)
    again = await patch(officer, path, 0, data)

    assert (lost.status_code, lost.headers["upload-offset"]) == (409, "0")
    assert head.headers["upload-offset"] == "0"
    assert again.status_code == 204
    assert owner("SELECT state FROM assets.upload WHERE id = %s", ident) == [
        ("received",)
    ]


async def test_a_file_the_store_never_gives_back_ends_with_a_person(
    officer, create, patch, desk, owner, settings, make_jpeg
) -> None:
    data = make_jpeg()
    path = await create(officer, len(data), filename="a.jpg")
    await patch(officer, path, 0, data)
    ident = UUID(path.rsplit("/", 1)[1])
    refused = settings.s3.model_copy(update={"secret_key": "other"})

    async def tried(term: str) -> int:
        owner(
            "UPDATE assets.upload SET lease_until = NULL, expires_at = now()"
            " + CAST(%s AS interval) WHERE id = %s",
            term,
            ident,
        )
        async with Store.connect(refused) as store:
            with pytest.raises(StorageUnreachableError):
                await check_upload(replace(desk, store=store), ident)
        ((attempts,),) = owner(
            "SELECT attempts FROM assets.upload WHERE id = %s", ident
        )
        return attempts

    assert [await tried("1 day") for _ in range(2)] == [0, 0]
    assert [await tried("-1 day") for _ in range(2)] == [1, 2]
    owner(
        "UPDATE assets.upload SET attempts = 9, lease_until = NULL WHERE id = %s", ident
    )
    await check_upload(desk, ident)
    status = (await officer.client.get(f"{path}/status")).json()
    assert (status["state"], status["reason"]) == ("held", "inspection-failed")
