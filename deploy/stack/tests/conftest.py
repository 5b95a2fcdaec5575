"""Folders the servers' user can reach, and supervisors that end with their test."""

import asyncio
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import uvicorn

from content_api.access import queries, service
from content_api.app import create_app
from content_api.settings import Settings
from phohien import clock
from phohien.db import Database
from phohien.urls import libpq
from phohien_stack.embedded.account import unprivileged
from phohien_stack.embedded.throwaway import private_folder

SUPERVISED = """
import sys
from pathlib import Path
from phohien_stack.embedded.programs import Program
from phohien_stack.supervisor.parts import Part
from phohien_stack.supervisor.place import locate
from phohien_stack.supervisor.run import Supervisor

def plan(around):
    place, here = around.place, {"PATH": "/usr/bin:/bin"}
    sleeper = Program("sleeper", ("sleep", "600"), here, place.folder, place.log("s"))
    return [[Part("sleeper", sleeper)]]

def say(name, what):
    print(name, what, flush=True)

place = locate(Path(sys.argv[1]))
Supervisor(place, say, False, plan).run(after=lambda record: None)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    made = private_folder(unprivileged(Path("/nonexistent")), "phohien-test-")
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


class Supervised:
    """A supervisor in a process of its own, with one child that only sleeps."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISED, str(folder)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def record(self) -> dict:
        return json.loads((self.folder / "stack.json").read_text())

    def wait(self, state: str = "ready", seconds: float = 30) -> dict:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None and state != "stopped":
                pytest.fail(f"it ended: {self.process.stdout.read()}")
            try:
                record = self.record()
            except (FileNotFoundError, json.JSONDecodeError):
                record = {}
            if record.get("pid") == self.process.pid and record["state"] == state:
                return record
            time.sleep(0.05)
        return pytest.fail(f"never {state}")

    def end(self, number: int = signal.SIGTERM) -> None:
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.process.wait(30)
        self.process.stdout.close()


@pytest.fixture
def given_servers(urls, s3) -> dict[str, str]:
    """The environment of a stack whose servers are somebody else's."""
    return {
        **os.environ,
        "PHOHIEN_DATABASE_URL": urls.owner,
        "PHOHIEN_S3_ENDPOINT": s3.endpoint,
        "PHOHIEN_S3_ACCESS_KEY": s3.access_key,
        "PHOHIEN_S3_SECRET_KEY": s3.secret_key,
        "PHOHIEN_S3_BUCKET": s3.bucket,
    }


@pytest.fixture
def supervise():
    begun: list[Supervised] = []

    def begin(folder: Path, environment: dict[str, str] | None = None) -> Supervised:
        begun.append(Supervised(folder, environment or dict(os.environ)))
        return begun[-1]

    yield begin
    for each in begun:
        each.end()


@pytest.fixture
def is_gone():
    """Whether a process ends within some seconds."""

    def check(pid: int, seconds: float = 8) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2]
            except FileNotFoundError:
                return True
            if state.split()[0] == "Z":
                return True
            time.sleep(0.05)
        return False

    return check


@pytest.fixture
def serving():
    """content-api on a port, in a thread of this process; its address."""
    ends = []

    def begin(urls) -> str:
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        settings = Settings(database_url=urls.owner, assets_url="http://127.0.0.1:9")
        config = uvicorn.Config(create_app(settings), log_level="error", loop="asyncio")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        ends.append((server, thread, listener))
        while not server.started and thread.is_alive():
            time.sleep(0.02)
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield begin
    for server, thread, listener in ends:
        server.should_exit = True
        thread.join(20)
        listener.close()


@pytest.fixture
def hire():
    """Makes an account in an agency of its own; its user name."""

    def make(urls, *roles, password="một mật khẩu đủ dài") -> str:
        code = f"agency-{secrets.token_hex(4)}"
        name = f"p{secrets.token_hex(5)}"
        with psycopg.connect(libpq(urls.owner), autocommit=True) as owner:
            row = owner.execute(
                "INSERT INTO content.agency (code, name_vi, name_en)"
                " VALUES (%s, %s, %s) RETURNING id",
                (code, f"Cơ quan {code}", code),
            ).fetchone()
        values = {
            "username": name,
            "name": "Nguyễn Văn A",
            "password_hash": service.hash_password(password),
            "agency_id": row[0],
            "agency_code": code,
        }

        async def store():
            async with (
                Database.connect(urls.login, application_name="test") as database,
                database.writing() as session,
            ):
                account = await queries.insert_account(session, values)
                await queries.grant_roles(session, account, roles, clock.now())

        asyncio.run(store())
        return name

    return make
