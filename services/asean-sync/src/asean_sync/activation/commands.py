"""What the `phohien sync profile …` commands call: settings in, answers out."""

import asyncio
import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from asean_sync.activation import service
from asean_sync.db import connected
from asean_sync.profiles import service as profiles
from asean_sync.profiles.check import read_profile
from asean_sync.profiles.document import Profile
from asean_sync.profiles.tables import ProfileVersion
from asean_sync.settings import Settings
from phohien import clock
from phohien.db import Database


@dataclass(frozen=True, slots=True)
class Activated:
    """Which version stands where. `waiting`: for a second person to name `effect`."""

    target: str
    version: int
    sha256: str
    changed: bool
    waiting: bool
    proposed_by: str | None
    effect: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Compared:
    """What a file says otherwise than the active profile, and what that changes."""

    target: str
    active_version: int | None
    version: int
    lines: list[str]
    effect: dict[str, Any]


def check_profile(path: Path) -> Profile:
    """Raises ProfileRefusedError with file, line and reason; touches no database."""
    return read_profile(_text(path), path.name)


def activate_profile(
    settings: Settings, path: Path, by: str, effect: str | None = None
) -> Activated:
    """The first person proposes; the second names the effect that was looked at.

    Raises ProfileRefusedError with file, line and reason; nothing is stored then.
    """
    return asyncio.run(_activate(settings, check_profile(path), by, effect))


def diff_profile(settings: Settings, path: Path) -> Compared:
    """Looks, changes nothing."""
    return asyncio.run(_diff(settings, check_profile(path)))


def _text(path: Path) -> str:
    # What is no UTF-8 is shown as such and refused by the check, with its line.
    return path.read_text(encoding="utf-8-sig", errors="replace")


async def _activate(
    settings: Settings, profile: Profile, by: str, effect: str | None
) -> Activated:
    async with connected(settings) as database:
        stored = await _stored(database, profile)
        if stored is not None and stored.state == "active":
            return _told(stored, None, changed=False)
        waits = stored is not None and stored.state == "draft"
        if stored is None or not waits or stored.proposed_by == by:
            standing = await service.propose(
                database, profile, caller=by, at=clock.now()
            )
            return _told(standing.stored, standing.effect, changed=False)
        if effect is None:
            seen = await service.look(database, profile, clock.now())
            return _told(stored, seen, changed=False)
        standing = await service.activate(
            database, stored.id, seen=effect, caller=by, at=clock.now()
        )
    return _told(standing.stored, standing.effect, changed=True)


async def _stored(database: Database, profile: Profile) -> ProfileVersion | None:
    """Exactly this text; another text under the same version is none."""
    header = profile.profile
    async with database.reading() as session:
        found = await profiles.version_of(session, header.target, header.version)
    same = found is not None and found.sha256 == profiles.digest(profile)
    return found if same else None


def _told(
    stored: ProfileVersion, effect: dict[str, Any] | None, *, changed: bool
) -> Activated:
    return Activated(
        target=stored.target_code,
        version=stored.version,
        sha256=stored.sha256,
        changed=changed,
        waiting=stored.state == "draft",
        proposed_by=stored.proposed_by,
        effect=effect,
    )


async def _diff(settings: Settings, profile: Profile) -> Compared:
    header = profile.profile
    async with connected(settings) as database:
        async with database.reading() as session:
            active = await profiles.active_version(session, header.target)
        effect = await service.look(database, profile, clock.now())
    before = _lines(active.body) if active else []
    after = _lines(profiles.body(profile))
    return Compared(
        target=header.target,
        active_version=active.version if active else None,
        version=header.version,
        lines=[
            *difflib.unified_diff(
                before,
                after,
                f"active, version {active.version}" if active else "nothing active",
                f"this file, version {header.version}",
                lineterm="",
            )
        ],
        effect=effect,
    )


def _lines(body: dict[str, Any]) -> list[str]:
    """In the same order and style, so that only what is said differs."""
    text = yaml.safe_dump(body, allow_unicode=True, sort_keys=True, width=100)
    return text.splitlines()
