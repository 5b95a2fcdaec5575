"""A served API on the real stack, and somebody who may write there."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.error import URLError
from uuid import uuid4

import pytest

from content_api.access import queries, service
from phohien import clock
from phohien.db import Database
from phohien_stack.embedded.ports import Ports

PROGRAMS = Path(sys.executable).parent
PREFIXES = {"content-api": "CONTENT", "assets-api": "ASSETS", "asean-sync": "SYNC"}
PATIENCE = 60


@pytest.fixture
def environment(fresh_urls, s3) -> dict[str, str]:
    return {
        **os.environ,
        "PHOHIEN_DATABASE_URL": fresh_urls.owner,
        "PHOHIEN_S3_ENDPOINT": s3.endpoint,
        "PHOHIEN_S3_ACCESS_KEY": s3.access_key,
        "PHOHIEN_S3_SECRET_KEY": s3.secret_key,
        "PHOHIEN_S3_BUCKET": s3.bucket,
    }


@pytest.fixture
def ports() -> Iterator[Ports]:
    with closing(Ports()) as held:
        yield held


@pytest.fixture
def served(environment, ports):
    """`with served("content-api") as url`: the service in a process of its own."""

    @contextmanager
    def start(name: str) -> Iterator[str]:
        port = ports.free()
        url = f"http://127.0.0.1:{port}"
        process = subprocess.Popen(
            [str(PROGRAMS / name), "serve"],
            env={**environment, f"PHOHIEN_{PREFIXES[name]}_PORT": str(port)},
            stdout=subprocess.DEVNULL,
        )
        try:
            end = time.monotonic() + PATIENCE
            while not answers(f"{url}/health/ready"):
                assert process.poll() is None, f"{name} ended at once"
                assert time.monotonic() < end, f"{name} did not become ready"
                time.sleep(0.2)
            yield url
        finally:
            process.terminate()
            process.wait(20)

    return start


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return answer.status == 200
    except (URLError, OSError):
        return False


@pytest.fixture
async def token(fresh_urls) -> str:
    """Of one person who holds every role, so that no rule hides behind another."""
    agency, at = uuid4(), clock.now()
    account = {
        "username": "everybody",
        "name": "Nguyễn Văn Thử",
        "password_hash": service.hash_password("một mật khẩu đủ dài"),
        "agency_id": agency,
        "agency_code": "izb",
    }
    roles = ("officer", "leader", "coordinator", "approver", "operator", "auditor")
    connected = Database.connect(fresh_urls.login, application_name="contract")
    async with connected as database, database.writing() as session:
        account_id = await queries.insert_account(session, account)
        await queries.grant_roles(session, account_id, roles, at)
        known = await queries.account_named(session, "everybody")
        started = await service.start_session(
            session, known, at=at, lasts=timedelta(days=2)
        )
    return started.token
