"""`phohien units`, against content-api on a port, with a list of units of its own."""

import json

import httpx
import pytest
from typer.testing import CliRunner

from phohien_stack.commands import app

PASSWORD = "một mật khẩu đủ dài"
LINES = """code,name_vi,name_en,level,from
99101,Xã Tân Hưng Thượng,Tan Hung Thuong Commune,commune,11977
99102,Xã Tân Hưng Hạ,Tan Hung Ha Commune,commune,11977
11983,Phường Sơn Nam,Son Nam Ward,ward,11983;11953
"""
BOUNDS = ("--effective-on", "2026-01-01", "--decision", "Nghị quyết 1/2026")


@pytest.fixture
def address(fresh_urls, serving):
    return serving(fresh_urls)


@pytest.fixture
def signed_in(fresh_urls, address, hire):
    """A client of a new person with these roles, and the token it speaks with."""
    clients = []

    def make(*roles):
        secret = {"username": hire(fresh_urls, *roles), "password": PASSWORD}
        answer = httpx.post(f"{address}/staff/v1/session", json=secret).json()
        headers = {"authorization": f"Bearer {answer['token']}"}
        clients.append(httpx.Client(base_url=address, headers=headers))
        return clients[-1], answer["token"]

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def units(address, tmp_path):
    def run(*words, token=""):
        more = ["--token", token] if token else []
        words = ["units", *words, *more, "--url", address, "--data", str(tmp_path)]
        done = CliRunner().invoke(app, words)
        # The service runs in this process, and its log lines are in the output too.
        lines = [x for x in done.output.splitlines() if x.startswith('{"schema"')]
        return done, json.loads(lines[-1]) if lines else None

    return run


def test_a_decision_is_tried_entered_and_followed(units, signed_in, tmp_path):
    client, officer = signed_in("officer")
    _, operator = signed_in("operator")
    draft = {
        "type": "link",
        "fi_category": "official",
        "fields": {"url": "https://hungyen.gov.vn/"},
        "languages": {"vi": {"title": "Cổng thông tin"}},
    }
    made = [
        client.post("/staff/v1/items", json={**draft, "unit_codes": [code]}).json()
        for code in ("11977", "11953")
    ]
    file = tmp_path / "quyet-dinh.csv"
    file.write_text(LINES, "utf-8")

    tried = units("import", str(file), *BOUNDS, "--dry-run", "--json", token=operator)
    assert (tried[0].exit_code, tried[1]["ended"]) == (0, ["11953", "11977"])
    assert units("find", "11977", "--json")[1]["units"][0]["valid_to"] is None
    refused, _ = units("import", str(file), *BOUNDS, token=officer)
    assert refused.exit_code == 1
    entered, _ = units("import", str(file), *BOUNDS, token=operator)
    assert (entered.exit_code, "split    11977" in entered.output) == (0, True)

    old, told = units("find", "tân hưng thượng", "--json")
    assert (old.exit_code, told["units"][0]["code"]) == (0, "99101")
    seen, run = units("remap", "--dry-run", "--json", token=officer)
    assert (seen.exit_code, run["state"]) == (3, "previewed")
    assert run["counts"] == {"items": 2, "plain": 1, "ambiguous": 1, "applied": 0}
    wrong, _ = units("remap", "--choose", "99102", token=officer)
    assert wrong.exit_code == 2
    choice = f"{made[0]['key']}:11977=99102"
    done, run = units("remap", "--choose", choice, "--json", token=officer)
    assert (done.exit_code, run["counts"]["applied"]) == (0, 2)
    now = client.get(f"/staff/v1/items/{made[0]['key']}").json()
    assert now["unit_codes"] == ["99102"]
    back, _ = units("undo", run["id"], token=officer)
    assert (back.exit_code, "undone" in back.output) == (0, True)


def test_an_old_name_and_an_old_code_are_found(units):
    by_name, _ = units("find", "quang chau")
    by_code, _ = units("find", "11998")
    nothing, _ = units("find", "Hà Nội")

    assert "11980  Phường Hồng Châu" in by_name.output
    assert "-> Xã Đại Đồng 11995" in by_code.output
    assert nothing.exit_code == 1


@pytest.mark.parametrize(
    ("lang", "words"), [("vi", "Tìm theo tên nay"), ("en", "present or former name")]
)
def test_help_is_in_the_language_of_the_person(monkeypatch, lang, words):
    monkeypatch.setenv("PHOHIEN_LANG", lang)

    told = CliRunner().invoke(app, ["units", "find", "--help"])

    assert words in told.output
    assert "||" not in told.output


def test_a_file_that_is_no_list_is_refused(units, tmp_path):
    for name, content in (
        ("a.csv", b"x,y\n1,2\n"),
        ("b.json", b"[]"),
        ("c.csv", b"\xff"),
    ):
        file = tmp_path / name
        file.write_bytes(content)

        done, _ = units("import", str(file), *BOUNDS, token="phs_x")

        assert done.exit_code == 1
        assert file.name in str(done.exception) or "has to name" in str(done.exception)


def test_terms_and_reports_are_reached_as_a_person(address, signed_in, tmp_path):
    client, token = signed_in("coordinator")
    file = tmp_path / "terms.csv"
    head = "source_vi,lang,rendering,forbidden,kind,source,valid_from,valid_to\n"
    end = ["--token", token, "--url", address, "--data", str(tmp_path), "--json"]

    def run(*words):
        done = CliRunner().invoke(app, [*words, *end])
        assert done.exit_code == 0, done.output
        lines = [x for x in done.output.splitlines() if x.startswith('{"schema"')]
        return json.loads(lines[-1])

    def counts(rendering, *more):
        file.write_text(f"{head}Chợ Gạo,en,{rendering},,place,Sở,,\n", "utf-8")
        told = run("glossary", "import", str(file), *more)
        return told["added"], told["changed"], told["unchanged"]

    assert counts("Gao Market", "--dry-run") == (1, 0, 0)
    assert counts("Gao Market") == (1, 0, 0)
    assert counts("Cho Gao", "--dry-run") == (0, 1, 0)
    assert counts("Cho Gao") == (0, 1, 0)
    assert counts("Cho Gao") == (0, 0, 1)
    [term] = run("glossary", "find", "chợ gạo")["terms"]
    assert term["rendering"] == "Cho Gao"

    period = {"period_from": "2025-12-01", "period_to": "2026-11-30"}
    body = {"title": "Báo cáo năm 2026", "basis": "custom", **period}
    made = client.post("/staff/v1/reports", json=body)
    assert made.status_code == 201, made.text
    [line] = run("report", "list")["reports"]
    out = tmp_path / "a.json"
    told = run("report", "print", line["id"], "--format", "json", "--out", str(out))
    assert told["bytes"] == out.stat().st_size
    assert json.loads(out.read_bytes())["period"]["to"] == "2026-11-30"
