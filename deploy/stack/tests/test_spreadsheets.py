"""`phohien import` and `phohien export`, against content-api on a port."""

import io
import json
import secrets

import openpyxl
import pytest
from typer.testing import CliRunner

from phohien_stack.commands import app

PASSWORD = "một mật khẩu đủ dài"


@pytest.fixture
def address(urls, serving):
    return serving(urls)


@pytest.fixture
def officer(urls, hire):
    """The user name of an officer of an agency of its own."""
    return hire(urls, "officer")


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

    refused = phohien("import", "confirm", run["id"])
    assert refused.exit_code == 1
    tried = phohien("import", "confirm", run["id"], "--dry-run")
    assert "previewed: 1 create" in tried.output
    applied = phohien("import", "confirm", run["id"], "--skip-errors")
    assert (applied.exit_code, "confirmed: 1 create" in applied.output) == (3, True)
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
