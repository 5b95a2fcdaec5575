"""A full disk: refused by name while it lasts, and nothing is lost by it."""

import hashlib
import subprocess
from base64 import b64encode
from uuid import UUID

import pytest

from assets_api.checking.service import check_upload
from assets_api.scratch import ScratchFullError

pytestmark = pytest.mark.proof
TUS = {"tus-resumable": "1.0.0"}
MIB = 1024 * 1024


@pytest.fixture
def small_disk(tmp_path):
    """Four MiB, and a way to make it larger."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mount(*options: str) -> None:
        command = ["mount", "-t", "tmpfs", *options, "tmpfs", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            pytest.fail(f"a disk of our own needs root: {done.stderr}", pytrace=False)

    mount("-o", "size=4m")
    try:
        yield folder, lambda: mount("-o", "remount,size=300m")
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def settings(settings, small_disk):
    return settings.model_copy(update={"scratch": small_disk[0]})


def checksum(data: bytes) -> dict[str, str]:
    digest = b64encode(hashlib.sha256(data).digest()).decode()
    return {"upload-checksum": f"sha256 {digest}"}


@pytest.fixture
def send(patch):
    """In pieces of 8 MiB, which the memory of the process can hold."""

    async def run(person, path: str, data: bytes, *, upto: int) -> None:
        for start in range(0, upto, 8 * MIB):
            piece = data[start : start + 8 * MIB]
            answer = await patch(person, path, start, piece, **checksum(piece))
            assert answer.status_code == 204, answer.text

    return run


async def test_a_full_disk_refuses_a_piece_by_name(
    officer, create, patch, send, make_jpeg
) -> None:
    data = make_jpeg(padding=48 * MIB)
    path = await create(officer, len(data), filename="a.jpg")
    await send(officer, path, data, upto=8 * MIB)

    rest = data[8 * MIB :]
    refused = await patch(
        officer, path, 8 * MIB, rest, **checksum(rest), **{"accept-language": "vi"}
    )

    assert refused.status_code == 503, refused.text
    assert refused.json()["code"] == "upload-disk-full"
    assert "quản trị viên" in refused.json()["detail"]
    head = await officer.client.head(path, headers=TUS)
    assert head.headers["upload-offset"] == str(8 * MIB)


async def test_a_full_disk_is_no_verdict_about_a_file(
    officer, create, send, checked, make_jpeg, small_disk, desk, owner
) -> None:
    data, (folder, enlarge) = make_jpeg(padding=40 * MIB), small_disk
    sha256 = hashlib.sha256(data).hexdigest()
    path = await create(officer, len(data), filename="a.jpg", sha256=sha256)
    await send(officer, path, data, upto=len(data))
    ident = UUID(path.rsplit("/", 1)[1])
    row = "SELECT state, attempts, reason FROM assets.upload WHERE id = %s"
    wait_no_more = "UPDATE assets.upload SET lease_until = NULL WHERE id = %s"

    # Smaller than the file: that counts, and ends with a person.
    with pytest.raises(ScratchFullError):
        await check_upload(desk, ident)
    assert owner(row, ident) == [("checking", 1, "")]
    owner(wait_no_more, ident)

    enlarge()
    filling = folder / "somebody else's"
    filling.write_bytes(bytes(280 * MIB))
    with pytest.raises(ScratchFullError):
        await check_upload(desk, ident)
    assert owner(row, ident) == [("checking", 1, "")]

    filling.unlink()
    owner(wait_no_more, ident)
    status = await checked(officer, path)
    assert (status["state"], status["reason"]) == ("ready", None)
