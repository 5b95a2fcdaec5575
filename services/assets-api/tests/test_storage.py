import tempfile
from pathlib import Path

from httpx import AsyncClient

from assets_api.scratch import PREFIX, sweep_scratch, working_folder

DEAD = 2**22 + 1
"""No process has this number: it is over the kernel's limit."""


async def test_this_store_copies_only_what_was_looked_at(desk) -> None:
    assert desk.store.copies_safely


async def test_readiness_tells_how_the_store_stands(serve, settings, desk, s3) -> None:
    off = settings.s3.model_copy(update={"access_key": "other"})
    async with AsyncClient() as client:
        ready, silent = [
            (await client.get(f"{await serve(each)}/health/ready")).json()
            for each in (settings, settings.model_copy(update={"s3": off}))
        ]

    assert ready["status"] == silent["status"] == "ok"
    assert ready["parts"]["store"] == "answers"
    assert ready["parts"]["store.copy-if-match"] == "yes"
    assert ready["parts"]["store.object-lock"] == "no"
    assert silent["parts"] == {"store": "unreachable"}
    assert await desk.store.set_backstop(days=67)
    (rule,) = s3.client().get_bucket_lifecycle(s3.bucket).rules
    assert rule.rule_filter.prefix == "q/"
    assert rule.abort_incomplete_multipart_upload.days_after_initiation == 67


def test_folders_of_killed_workers_are_removed(tmp_path: Path) -> None:
    left = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{DEAD}-", dir=tmp_path))
    (left / "file").write_bytes(b"secret")
    with working_folder(tmp_path) as mine:
        running = Path(tempfile.mkdtemp(prefix=f"{PREFIX}1-", dir=tmp_path))
        sweep_scratch(tmp_path)

    assert not left.exists()
    assert running.exists()
    assert not mine.exists()
