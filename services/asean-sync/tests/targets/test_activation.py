"""A profile becomes active whole, or not at all."""

import pytest

from asean_sync.profiles.errors import (
    ProfileRefusedError,
    ProfileVersionError,
    UnknownTargetError,
)


@pytest.fixture
def active(world):
    def read():
        return world.sql(
            "select target_code, version from sync.profile where state = 'active'"
        )

    return read


async def test_the_same_file_again_changes_nothing(world, active):
    again = await world.activate()
    assert not again.changed
    assert active() == [("asean-portal", 1)]
    audited = "select count(*) from audit.entry where action = 'profile.activate'"
    assert world.sql(audited) == [(1,)]


async def test_a_target_nobody_published_is_refused(world, profile_text):
    text = profile_text.replace("target: asean-portal", "target: asean-protal")
    with pytest.raises(UnknownTargetError, match="asean-portal"):
        await world.activate(text)
    assert world.sql("select code from sync.target") == [("asean-portal",)]


async def test_a_profile_with_an_unknown_field_activates_nothing(
    world, profile_text, active
):
    text = profile_text.replace("version: 1", "version: 2") + "speed: 9\n"
    with pytest.raises(ProfileRefusedError, match=r"profile\.yaml:\d+: unknown field"):
        await world.activate(text)
    assert active() == [("asean-portal", 1)]


async def test_a_version_is_never_rewritten(world, profile_text, active):
    with pytest.raises(ProfileVersionError):
        await world.activate(profile_text.replace("cool_down: 2", "cool_down: 3"))
    newer = profile_text.replace("version: 1", "version: 2")
    assert (await world.activate(newer)).changed
    assert active() == [("asean-portal", 2)]
    assert (await world.activate(profile_text)).changed
    assert active() == [("asean-portal", 1)]


async def test_without_the_secret_a_run_ends_in_words(world, monkeypatch):
    monkeypatch.delenv("PHOHIEN_STANDIN_URL")
    report = await world.run(10)
    assert report.exit_code == 1
    assert "PHOHIEN_STANDIN_URL" in report.runs[0]["note"]
