"""`phohien sync profile` and `why`: from a template to an active profile."""

import json

import pytest
from tests.standins.releases import Releases
from typer.testing import CliRunner

from asean_sync.templates import shelf
from phohien.errors import AppError
from phohien_stack.commands import app

KEY = "hy-industrial-park-7k3m9qx2"


@pytest.fixture
def phohien(fresh_urls, tmp_path, monkeypatch):
    """Runs a command as an operator does; an error of ours is told in its words."""
    monkeypatch.setenv("PHOHIEN_SYNC_DATABASE_URL", fresh_urls.sync)
    monkeypatch.setenv("PHOHIEN_LANG", "en")
    monkeypatch.chdir(tmp_path)

    def run(*words, code=0):
        done = CliRunner().invoke(app, ["sync", *words])
        if isinstance(done.exception, AppError):
            return str(done.exception)
        assert done.exit_code == code, (done.output, done.exception)
        return done.output

    return run


@pytest.fixture
def released(fresh_urls):
    releases = Releases(fresh_urls.owner)
    releases.add_target("cong-moi")
    for lang in ("vi", "en"):
        releases.offer(releases.release(KEY, lang, "Phố Nối A"), "cong-moi")
    return releases


def test_from_a_template_to_a_profile_that_is_right(phohien, tmp_path):
    assert len(phohien("profile", "new").splitlines()) == len(shelf.names())
    assert "wordpress-portal" in phohien("profile", "new", "khong-co")
    start = ("profile", "new", "national-database", "--target", "cong-moi")
    assert "target: cong-moi" in phohien(*start)
    phohien(*start, "--output", "cong.yaml")
    assert "is there already" in phohien(*start, "--output", "cong.yaml", code=2)
    assert "right; cong-moi, version 1" in phohien("profile", "check", "cong.yaml")
    file = tmp_path / "cong.yaml"
    text = file.read_text(encoding="utf-8")
    wrong = tmp_path / "sai.yaml"
    wrong.write_bytes(text.replace("unit:", "units:").encode() + b"# \xff\n")
    line = text.partition("unit:")[0].count("\n") + 1
    assert f"sai.yaml:{line}: " in phohien("profile", "check", "sai.yaml")


@pytest.mark.usefixtures("released")
def test_two_people_activate_and_an_editor_is_told_why(phohien, tmp_path, monkeypatch):
    text = shelf.text_of("national-database", "cong-moi")
    (tmp_path / "cong.yaml").write_text(text, encoding="utf-8")
    compared = phohien("profile", "diff", "cong.yaml")
    assert "+++ this file, version 1" in compared
    assert "v1 changes 0 payloads, 1 create, 0 withdraw" in compared
    activate = ("profile", "activate", "cong.yaml", "--by")
    first = json.loads(phohien(*activate, "an", "--json", code=3))
    hint = phohien(*activate, "binh", code=3)
    assert f"--effect {first['effect']['hash']}" in hint
    assert "proposed by an; nothing is changed yet" in hint
    monkeypatch.setenv("PHOHIEN_LANG", "vi")
    assert "Bản 1 đổi 0 nội dung gửi, tạo mới 1" in phohien(*activate, "binh", code=3)
    monkeypatch.setenv("PHOHIEN_LANG", "en")
    done = phohien(*activate, "binh", "--effect", first["effect"]["hash"])
    assert "version 1" in done
    assert "is active now" in done
    assert "was active already" in phohien(*activate, "an")
    assert json.loads(phohien("profile", "schema"))["allOf"]

    why = phohien("why", KEY, "--target", "cong-moi")
    assert "vi       wanted: Approved and selected" in why
    assert '  yes {"languages_approved":{"min":["vi","en"]}}' in why
    assert "nothing of it is released" in phohien(
        "why", "hy-event-0", "--target", "cong-moi"
    )
    assert "activate" in phohien("why", KEY, "--target", "cong-khac")
