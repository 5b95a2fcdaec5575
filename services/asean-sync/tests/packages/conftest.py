"""A target that gets packages through folders, beside the usual world."""

import asyncio

import pytest
from Crypto.PublicKey import ECC
from tests.standins.recipient import Recipient
from typer.testing import CliRunner

from asean_sync.settings import Settings
from phohien_stack.commands import app

TARGET = "asean-bis"
PROFILE = """
profile: {target: asean-bis, version: 1, connector: file_package}
key: "{key}.{lang}"
languages: {vi: vi-VN, en: en-US}
map:
  externalId: {path: remote_key, required: true}
  lang: {path: language.target_code}
  title: {path: language.title, required: true}
  summary: {path: language.summary}
  media: {media: {fields: {sha256: sha256, filename: filename, alt: alt}}}
media: {mode: inline}
limits: {concurrency: 4, per_minute: 60000, cool_down: 0.2, max_media_mb: 300}
retry: {schedule: [0.1], jitter: none}
guard: {max_withdraw: {count: 10, percent: 5}}
options:
  sender: Sở Ngoại vụ tỉnh Hưng Yên
  recipient: Ban Thư ký ASEAN
  sign: {key: "secret://env/PHOHIEN_PACKAGE_KEY", key_id: phohien-2026}
"""
FOLDERS = """  out: secret://env/PHOHIEN_PACKAGE_OUT
  back: secret://env/PHOHIEN_PACKAGE_BACK
  receipt_key: secret://env/PHOHIEN_RECIPIENT_KEY
"""


@pytest.fixture
async def packages(world, tmp_path, monkeypatch):
    """The world with a target for packages; `world.target` is that target."""
    key = ECC.generate(curve="Ed25519")
    out, back = tmp_path / "di", tmp_path / "ve"
    out.mkdir()
    back.mkdir()
    recipient = Recipient(out, back, key.public_key())
    for name, value in {
        "PHOHIEN_SYNC_LEASE_SECONDS": "1",
        "PHOHIEN_SYNC_PACKAGE_FOLDER": str(tmp_path / "goi"),
        "PHOHIEN_PACKAGE_KEY": key.export_key(format="PEM"),
        "PHOHIEN_PACKAGE_OUT": str(out),
        "PHOHIEN_PACKAGE_BACK": str(back),
        "PHOHIEN_RECIPIENT_KEY": recipient.own.public_key().export_key(format="PEM"),
    }.items():
        monkeypatch.setenv(name, value)
    world.settings = Settings()
    world.target = TARGET
    world.releases.add_target(TARGET)
    return recipient


@pytest.fixture
async def recipient(world, packages):
    await world.activate(PROFILE + FOLDERS)
    return packages


@pytest.fixture
async def carried(world, packages):
    await world.activate(PROFILE.replace("file_package", "manual"))
    return packages


@pytest.fixture
def staff(api, sign_in):
    """An operator at the staff API."""
    api.headers.update(sign_in("operator"))
    return api


@pytest.fixture
def told(tmp_path, monkeypatch):
    """What `phohien sync packages` says to an operator."""
    monkeypatch.setenv("PHOHIEN_LANG", "en")
    monkeypatch.chdir(tmp_path)

    async def tell(code):
        words = ["sync", "packages", "--target", TARGET]
        done = await asyncio.to_thread(CliRunner().invoke, app, words)
        assert done.exit_code == code, (done.output, done.exception)
        return done.output

    return tell
