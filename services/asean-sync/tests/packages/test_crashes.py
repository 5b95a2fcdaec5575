"""A worker is killed at each step of a package; the recipient gets each change once."""

import pytest
from tests.standins.mortal import killed_at
from tests.standins.releases import Brochure

from asean_sync.sending.steps import Step

# Nothing is read back from somebody without a line, but that it is gone.
STEPS = [step for step in Step if step is not Step.READ_BACK]


@pytest.mark.proof
async def test_killed_at_each_step_a_package_is_neither_lost_nor_doubled(
    world, recipient
):
    database = {"PHOHIEN_SYNC_DATABASE_URL": world.sync_url}
    before, home = None, world.folder / "goi" / "asean-bis"
    for step in STEPS:
        key = world.new_key()
        brochure = Brochure(f"%PDF-1.7 {key}\n".encode() * 40)
        world.offer(key, "vi", f"Phố Nối {step}", brochure)
        if before is not None:
            world.releases.withdraw(before, "vi")
        assert await killed_at(step, world.target, **database), f"never came to {step}"
        recipient.take()  # whatever lies there is whole
        if step is Step.SETTLED:
            for one in (home / "spool").iterdir():
                one.unlink()  # laid ready, and lost with a disk
        await world.run(target=world.target)
        # It checks that each package follows the one before, and its digests.
        changes = [one for package in recipient.take() for one in package["changes"]]
        assert len({one["key"] for one in changes}) == len(changes)
        report = await world.run(target=world.target)
        assert report.exit_code == 0, (step, report.runs)
        assert recipient.objects.keys() == {f"{key}.vi"}, step
        assert recipient.files[brochure.sha256] == brochure.content
        before = key
    assert list((home / "spool").glob("*.part")) == []
    assert {one.suffix for one in (home / "packages").iterdir()} == {".zip", ".given"}
