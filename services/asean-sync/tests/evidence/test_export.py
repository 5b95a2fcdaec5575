"""A bag of receipts is checked by the lines in the handbook, and by nothing of ours."""

import asyncio
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from asean_sync.exports import commands as exports
from asean_sync.targets.errors import TargetNotFoundError

PAGE = Path(__file__).parents[4] / "docs/how-to/check-receipts.md"


@pytest.fixture
def check(tmp_path):
    """Runs the lines as they stand there, without anything that is installed here."""
    (lines,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), flags=re.DOTALL)
    assert len(lines.splitlines()) <= 50
    script = tmp_path / "check.py"
    script.write_text(lines)

    async def run(*arguments):
        def start():
            command = [sys.executable, "-I", "-S", str(script), *map(str, arguments)]
            return subprocess.run(command, capture_output=True, text=True, check=False)

        done = await asyncio.to_thread(start)
        assert not done.stderr
        return done.returncode, done.stdout

    return run


@pytest.fixture
def rewritten(tmp_path):
    """The bag with one part of it changed."""

    def change(bag, name, old, new):
        path = tmp_path / f"other-{len(list(tmp_path.iterdir()))}.zip"
        with zipfile.ZipFile(bag) as source, zipfile.ZipFile(path, "w") as target:
            for entry in source.infolist():
                content = source.read(entry)
                if entry.filename.endswith(name):
                    assert old in content
                    content = content.replace(old, new)
                target.writestr(entry.filename, content)
        return path

    return change


async def test_a_bag_is_checked_offline_and_whatever_was_changed_is_named(
    world, check, rewritten, tmp_path
):
    kept, gone = world.new_key(), world.new_key()
    world.offer(kept, "vi", "Khu công nghiệp Phố Nối A")
    world.offer(gone, "vi", "Sẽ gỡ xuống")
    await world.run()
    world.releases.withdraw(gone, "vi")
    assert (await world.run()).exit_code == 0
    bag = tmp_path / "receipts.zip"
    done = await asyncio.to_thread(
        exports.export_receipts, world.settings, world.target, bag
    )
    code, said = await check(bag, done.head)
    assert (code, said.strip()) == (
        0,
        f"asean-portal: {done.links} links, head {done.head}",
    )
    with zipfile.ZipFile(bag) as archive:
        everything = b"".join(map(archive.read, archive.namelist())).decode()
    assert "Khu công nghiệp Phố Nối A" in everything
    assert "Sẽ gỡ xuống" not in everything
    assert done.requests == 1

    changed = rewritten(bag, "chain.jsonl", b'"http_status":201', b'"http_status":200')
    code, said = await check(changed)
    assert code == 1
    assert "data/chain.jsonl was altered" in said
    assert re.search(r"link \d+ \(attempt_result .*\): its content was altered", said)
    changed = rewritten(bag, "requests.jsonl", "Phố Nối A".encode(), b"Pho Noi B")
    assert "other bytes were sent than these" in (await check(changed))[1]
    assert (await check(bag, "0" * 64))[0] == 1

    world.offer(kept, "vi", "Tên mới")
    await world.run()
    rest = tmp_path / "rest.zip"
    more = await asyncio.to_thread(
        exports.export_receipts, world.settings, world.target, rest, after=done.links
    )
    assert (await check(rest, more.head))[0] == 0


async def test_a_target_without_receipts_is_named_and_leaves_no_file(world, tmp_path):
    with pytest.raises(TargetNotFoundError, match="has no receipts"):
        await asyncio.to_thread(
            exports.export_receipts, world.settings, "nowhere", tmp_path / "x.zip"
        )
    assert not list(tmp_path.glob("*x.zip*"))
