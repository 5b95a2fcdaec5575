"""`phohien assets fsck`: what an operator reads, and what a program does."""

import io
import json
import secrets
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from phohien import urls as addresses
from phohien_stack.commands.assets import app


@pytest.fixture
def bucket(s3):
    own = replace(s3, bucket=f"fsck-{secrets.token_hex(4)}")
    own.client().make_bucket(own.bucket)
    return own


@pytest.fixture
def run(fresh_urls, bucket, tmp_path, monkeypatch):
    monkeypatch.setenv("PHOHIEN_DATABASE_URL", fresh_urls.owner)
    monkeypatch.setenv("PHOHIEN_DATA", str(tmp_path))
    for name in ("endpoint", "access_key", "secret_key", "bucket"):
        monkeypatch.setenv(f"PHOHIEN_S3_{name.upper()}", getattr(bucket, name))

    def ask(*words: str, lang: str = "vi", **changes: str):
        env = {"PHOHIEN_LANG": lang, **changes}
        return CliRunner().invoke(app, ["fsck", *words], env=env)

    return ask


def test_it_says_clean_found_or_could_not_look_and_what_to_do(
    run, bucket, fresh_urls
) -> None:
    clean = run()
    bucket.client().put_object(bucket.bucket, "beach.jpg", io.BytesIO(b"x"), 1)
    found, english, told = run(), run(lang="en"), run("--json", "--repair")
    blind = run(PHOHIEN_S3_SECRET_KEY="not the key")
    dark = run(
        "--json",
        PHOHIEN_DATABASE_URL=fresh_urls.owner.replace(
            addresses.normal(fresh_urls.owner).database, "nothing"
        ),
    )

    assert (clean.exit_code, clean.output.splitlines()[-1]) == (
        0,
        "Kho và hồ sơ khớp nhau.",
    )
    assert found.exit_code == 1
    assert "foreign: 1" in found.output
    assert "Không bao giờ tự xóa" in found.output
    assert "Never deleted by us" in english.output
    document = json.loads(told.output)
    assert document["schema"] == "phohien.fsck/1"
    assert document["findings"]["foreign"]["listed"][0]["subject"] == "beach.jpg"
    assert (blind.exit_code, dark.exit_code) == (2, 2)
    assert "Không kiểm tra được: Kho tệp tạm thời không phản hồi" in blind.output
    assert json.loads(dark.output)["outcome"] == "could-not-look"
