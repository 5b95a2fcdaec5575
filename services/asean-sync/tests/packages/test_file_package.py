"""A night as one signed file, and the receipt that says what became of it."""

import os
import re
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from Crypto.PublicKey import ECC
from tests.standins.recipient import checked
from tests.standins.releases import Brochure

from asean_sync.packages import packing
from asean_sync.packages.bags.shelf import Shelf

HANDBOOK = Path(__file__).parents[4] / "docs/how-to/targets-without-a-line.md"


def states(world, *keys):
    return [world.object(key)["state"] for key in keys]


async def test_what_is_offered_goes_as_one_package_and_is_there_once_receipted(
    world, recipient, dump
):
    keys = [world.new_key() for _ in range(3)]
    brochure = Brochure(b"%PDF-1.7 \r\n--to gap\x00\xff" * 100)
    for key in keys:
        world.offer(key, "vi", f"Phố Nối {key}", brochure)
    world.offer(keys[0], "en", "Pho Noi A")
    report = await world.run(target=world.target)
    assert report.runs[0]["outcome"] == "partial", dump(report.runs)
    assert set(states(world, *(f"{key}.vi" for key in keys))) == {"applied"}

    (first,) = recipient.take()
    assert (first["number"], first["previous"]) == (1, None)
    assert recipient.objects.keys() == {f"{keys[0]}.en", *(f"{k}.vi" for k in keys)}
    assert recipient.objects[f"{keys[1]}.vi"]["title"] == f"Phố Nối {keys[1]}"
    assert list(recipient.files.values()) == [brochure.content]
    assert (await world.run(target=world.target)).exit_code == 0
    assert set(states(world, *(f"{key}.vi" for key in keys))) == {"synced"}
    assert recipient.take() == []

    # The next is only what changed: a correction, and what was taken down, first.
    world.offer(keys[0], "en", "Pho Noi A, extended")
    world.releases.withdraw(keys[1], "vi")
    await world.run(target=world.target)
    (second,) = recipient.take()
    assert [(one["op"], one["key"]) for one in second["changes"]] == [
        ("remove", f"{keys[1]}.vi"),
        ("put", f"{keys[0]}.en"),
    ]
    assert (await world.run(target=world.target)).exit_code == 0
    assert f"{keys[1]}.vi" not in recipient.objects
    assert states(world, f"{keys[1]}.vi", f"{keys[0]}.en") == ["absent", "synced"]
    # The receipt itself is in the evidence of every object it decided.
    told = world.sql(
        "select http_status, response_sha256 from sync.attempt_result"
        " join sync.attempt a on a.id = attempt_id where a.op = 'poll'"
        " and object_key = %s and verdict = 'applied' order by a.chain_seq",
        f"{keys[1]}.vi",
    )
    assert [status for status, _ in told] == [200, 200]
    assert told[0][1] != told[1][1]


async def test_a_newer_wish_waits_for_no_receipt_and_what_was_not_sent_is_not_removed(
    world, recipient
):
    late, never = world.new_key(), world.new_key()
    world.offer(late, "vi", "Phố Nối")
    await world.run(target=world.target)
    recipient.take(receipt=False)
    # No receipt yet; it is taken down all the same, and a new item with it.
    world.releases.withdraw(late, "vi")
    world.offer(never, "vi", "Thổ Hoàng")
    await world.run(target=world.target)
    (second,) = recipient.take(receipt=False)
    assert {(one["op"], one["key"]) for one in second["changes"]} == {
        ("remove", f"{late}.vi"),
        ("put", f"{never}.vi"),
    }
    for name in recipient.taken:
        recipient.receipt(
            world.folder / "goi" / "asean-bis" / "packages" / f"{name}.zip"
        )
    assert (await world.run(target=world.target)).exit_code == 0
    assert states(world, f"{late}.vi", f"{never}.vi") == ["absent", "synced"]

    # A database restored from before knows none of them; the recipient and the disk do.
    world.sql("delete from sync.package_entry")
    world.sql("delete from sync.package")
    world.offer(never, "vi", "Thổ Hoàng, mở rộng")
    await world.run(target=world.target)
    (third,) = recipient.take()
    assert third["number"] == 3
    assert recipient.objects[f"{never}.vi"]["title"] == "Thổ Hoàng, mở rộng"


async def test_only_a_receipt_that_fits_and_is_signed_is_believed(world, recipient):
    good, bad = world.new_key(), world.new_key()
    world.offer(good, "vi", "Phố Nối")
    world.offer(bad, "vi", "Thổ Hoàng")
    await world.run(target=world.target)
    package = next(recipient.folder.glob("*.zip"))
    checked(package, recipient.sender)
    right = recipient.receipt(package).read_bytes()
    other = ECC.generate(curve="Ed25519")
    recipient.lay(f"{package.stem}.receipt.json", right, other)
    refusals = (
        b"\xff\x00",
        b"[]",
        right.replace(b'"sha256": "', b'"sha256": "0', 1),
        right.replace(b'"refused": []', b'"refused": [{"key": "la", "reason": "?"}]'),
        right.replace(package.stem.encode(), b"asean-bis-000099"),
        # What no database can hold is no reason, and no name.
        right.replace(
            b'"refused": []',
            b'"refused": [{"key": "%s.vi", "reason": "\\u0000"}]' % good.encode(),
        ),
        right.replace(package.stem.encode(), b"asean-bis-\\u0000"),
        right.replace(b"2026-11-24", b"0001-01-01"),
        recipient.receipt(package, sha256="0" * 64).read_bytes(),
    )
    recipient.lay(f"{package.stem}.receipt.json", right, other)
    for place, hostile in enumerate(refusals):
        recipient.lay(f"{place}.receipt.json", hostile)
    (recipient.back / "la.receipt.json").write_bytes(right)
    os.utime(recipient.back / "la.receipt.json", (0, 0))
    (recipient.back / "cho.receipt.json").write_bytes(right)  # its signature may come
    await world.run(target=world.target)
    assert states(world, f"{good}.vi", f"{bad}.vi") == ["applied", "applied"]
    put_away = {one.name for one in (recipient.back / "refused").glob("*.json")}
    assert len(put_away) == len(refusals) + 2
    assert [one.name for one in recipient.back.glob("*.json")] == ["cho.receipt.json"]
    problem = world.sql(
        "select problem from sync.package where target_code = 'asean-bis'"
    )
    assert "digest" in problem[0][0]

    recipient.unwanted[f"{bad}.vi"] = "Thiếu bản tiếng Anh"
    recipient.take()
    assert (await world.run(target=world.target)).exit_code == 3
    assert states(world, f"{good}.vi", f"{bad}.vi") == ["synced", "rejected"]
    assert "Thiếu bản tiếng Anh" in world.object(f"{bad}.vi")["last_error"]


async def test_what_cannot_go_keeps_nothing_back_that_is_laid_ready_behind_it(
    world, recipient, monkeypatch
):
    keys = sorted(world.new_key() for _ in range(3))
    for key in keys[:2]:
        world.offer(key, "vi", "Phố Nối", Brochure(f"%PDF-1.7 {key}".encode()))
    world.offer(keys[2], "vi", "Thổ Hoàng")

    async def nothing_packed(*_):
        """A worker that ended after it laid the objects ready."""

    with monkeypatch.context() as ended:
        ended.setattr(packing, "pack_all", nothing_packed)
        await world.run(target=world.target)
    for one in (world.folder / "goi" / "asean-bis" / "spool").iterdir():
        one.unlink()  # lost with a disk
    monkeypatch.setattr(packing, "MOST_ENTRIES", 2)
    await world.run(target=world.target)
    first, *_ = recipient.take()
    assert [one["key"] for one in first["changes"]] == [f"{keys[2]}.vi"]


def test_a_file_swept_away_while_it_is_looked_for_is_written_again(
    tmp_path, monkeypatch
):
    shelf = Shelf(tmp_path, tmp_path / "out", tmp_path / "back")
    shelf.prepare()
    # It was there a moment ago.
    monkeypatch.setattr(Path, "exists", lambda _: True)
    shelf.keep("ab" * 32, BytesIO(b"%PDF-1.7"))
    assert (shelf.spool / ("ab" * 32)).read_bytes() == b"%PDF-1.7"


@pytest.mark.proof
async def test_anybody_checks_a_package_with_the_lines_in_the_handbook(
    world, recipient, tmp_path
):
    world.offer(world.new_key(), "vi", "Phố Nối", Brochure(b"%PDF-1.7 to gap"))
    await world.run(target=world.target)
    (package,) = recipient.folder.glob("*.zip")
    lines = re.search(r"```sh\n(unzip .*?)```", HANDBOOK.read_text(), re.DOTALL)
    assert lines is not None
    key = recipient.sender.export_key(format="PEM")

    def checks(name):
        shutil.rmtree(tmp_path / "nhan", ignore_errors=True)
        (folder := tmp_path / "nhan").mkdir()
        shutil.copy(package, folder)
        (folder / "phohien.pem").write_text(key)
        done = subprocess.run(
            ["bash", "-e", "-c", lines[1]],
            env={**os.environ, "package": name},
            cwd=folder,
            capture_output=True,
            check=False,
        )
        return done.returncode == 0, done.stderr.decode()

    assert checks(package.stem) == (True, "")
    with zipfile.ZipFile(package) as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    name = next(name for name in inside if "/data/objects/" in name)
    inside[name] = inside[name].replace("Phố".encode(), "Phổ".encode())
    with zipfile.ZipFile(package, "w") as archive:
        for one, content in inside.items():
            archive.writestr(one, content)
    fine, said = checks(package.stem)
    assert not fine
    assert "did NOT match" in said
