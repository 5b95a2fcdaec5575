"""`phohien import` and `phohien export`, against content-api on a port."""

import asyncio
import io
import json
import secrets
import socket
import threading
import time

import openpyxl
import psycopg
import pytest
import uvicorn
from typer.testing import CliRunner

from content_api.access import service
from content_api.app import create_app
from content_api.settings import Settings
from phohien import clock
from phohien.db import Database
from phohien.urls import libpq
from phohien_stack.commands import app

PASSWORD = "một mật khẩu đủ dài"


@pytest.fixture
def address(urls):
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    settings = Settings(database_url=urls.owner, assets_url="http://127.0.0.1:9")
    config = uvicorn.Config(create_app(settings), log_level="error", loop="asyncio")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(20)
    listener.close()


@pytest.fixture
def officer(urls):
    """The user name of an officer of an agency of its own."""
    code = f"agency-{secrets.token_hex(4)}"
    name = f"p{secrets.token_hex(5)}"
    with psycopg.connect(libpq(urls.owner), autocommit=True) as owner:
        row = owner.execute(
            "INSERT INTO content.agency (code, name_vi, name_en) VALUES (%s, %s, %s)"
            " RETURNING id",
            (code, f"Cơ quan {code}", code),
        ).fetchone()

    async def make():
        from content_api.access import queries  # noqa: PLC0415 -- for this alone

        async with (
            Database.connect(urls.login, application_name="test") as database,
            database.writing() as session,
        ):
            values = {
                "username": name,
                "name": "Nguyễn Văn A",
                "password_hash": service.hash_password(PASSWORD),
                "agency_id": row[0],
                "agency_code": code,
            }
            account = await queries.insert_account(session, values)
            await queries.grant_roles(session, account, ("officer",), clock.now())

    asyncio.run(make())
    return name


@pytest.fixture
def phohien(address, officer, tmp_path):
    def run(*words, person=True):
        more = ["--as", officer, "--password", PASSWORD] if person else []
        options = [*more, "--url", address, "--data", str(tmp_path)]
        return CliRunner().invoke(app, [*words, *options])

    return run


@pytest.fixture
def form(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Tên", "Tóm tắt", "Tình trạng"])
    book.active.append([f"KCN {secrets.token_hex(4)}", "Một khu.", "Đang hoạt động"])
    book.active.append([f"KCN {secrets.token_hex(4)}", "Một khu.", "Đang ngủ"])
    path = tmp_path / "bieu.xlsx"
    book.save(path)
    return path


def test_a_form_is_previewed_applied_exported_and_undone(phohien, form, tmp_path):
    marked = tmp_path / "loi.xlsx"
    words = ("--type", "industrial_park", "--fi-category", "official", "--json")

    seen = phohien("import", "preview", str(form), *words, "--marked", str(marked))

    assert seen.exit_code == 3, seen.output
    # The service runs in this process, and its log lines are in the output too.
    run = json.loads(next(x for x in seen.output.splitlines() if x.startswith("{")))
    assert run["schema"] == "phohien.import/1"
    assert (run["counts"]["create"], run["counts"]["error"]) == (1, 1)
    sheet = openpyxl.load_workbook(io.BytesIO(marked.read_bytes())).active
    assert "Không có trong danh sách" in sheet["D3"].value

    refused = phohien("import", "apply", run["id"])
    assert refused.exit_code == 1
    applied = phohien("import", "apply", run["id"], "--skip-errors")
    assert "confirmed: 1 create" in applied.output
    out = tmp_path / "ra.jsonl"
    told = phohien("export", "industrial_park", "--form", "jsonl", "-o", str(out))
    assert told.exit_code == 0, told.output
    assert json.loads(out.read_text())["texts"]["vi"]["summary"] == "Một khu."

    undone = phohien("import", "undo", run["id"])
    assert "undone" in undone.output
    phohien("export", "industrial_park", "--form", "jsonl", "-o", str(out))
    assert out.read_text() == ""


def test_a_template_and_what_is_released_are_files(phohien, tmp_path):
    template, table = tmp_path / "mau.xlsx", tmp_path / "a.csv"

    made = phohien("import", "template", "event", "-o", str(template))
    public = phohien("export", "event", "--form", "csv", "-o", str(table), person=False)

    assert (made.exit_code, public.exit_code) == (0, 0), made.output + public.output
    assert "Nhập liệu" in openpyxl.load_workbook(template).sheetnames
    assert table.read_bytes().startswith(b"\xef\xbb\xbfkey,")


def test_a_wrong_password_is_said_in_one_line(address, officer, form, tmp_path):
    words = ["import", "preview", str(form), "--type", "event", "--as", officer]
    options = ["--password", "sai", "--url", address, "--data", str(tmp_path)]

    answer = CliRunner().invoke(app, [*words, *options])

    assert answer.exit_code == 1
    assert "\n" not in str(answer.exception)
