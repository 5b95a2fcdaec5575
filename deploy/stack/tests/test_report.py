"""`phohien report annual`, as an operator types it."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document

PHOHIEN = Path(sys.executable).parent / "phohien"


@pytest.fixture
def report(given_servers, tmp_path):
    def run(*words):
        return subprocess.run(
            [str(PHOHIEN), "report", "annual", *words],
            env=given_servers,
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )

    return run


def test_json_goes_to_the_screen(report):
    done = report("--from", "01/12/2025", "--to", "30/11/2026", "--format", "json")

    assert done.returncode == 0, done.stderr.decode()
    told = json.loads(done.stdout)
    assert told["period"] == {"from": "2025-12-01", "to": "2026-11-30"}
    assert set(told["figures"]["items_total"]) == {"new", "updated", "retired"}


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_file_is_written_for_the_office(report, tmp_path, kind):
    done = report("--year", "2026", "--format", kind, "--out", f"bao-cao.{kind}")

    assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / f"bao-cao.{kind}").read_bytes().startswith(b"PK")


def test_the_cut_of_the_year_is_an_option(report, tmp_path):
    done = report("--year", "2026", "--basis", "reporting_year", "--out", "a.docx")

    assert done.returncode == 0, done.stderr.decode()
    document = Document(io.BytesIO((tmp_path / "a.docx").read_bytes()))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "từ ngày 15/12/2025 đến ngày 14/12/2026" in text


@pytest.mark.parametrize(
    "words",
    [
        ["--from", "2026-01-01"],
        ["--from", "2026-02-01", "--to", "2026-01-01"],
        ["--basis", "custom"],
        ["--from", "yesterday", "--to", "2026-01-01"],
        ["--format", "odt"],
    ],
)
def test_days_that_make_no_period_are_refused(report, words):
    done = report(*words)

    assert done.returncode in {1, 2}
    assert done.stderr
    assert b"Traceback" not in done.stderr
