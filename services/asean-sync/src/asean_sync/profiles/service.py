"""Keeps every version of a profile; one at most is active for a target."""

import json
from datetime import datetime

from asean_sync.profiles import queries
from asean_sync.profiles.document import Profile
from asean_sync.profiles.errors import NoActiveProfileError, ProfileVersionError
from phohien.canonical import sha256_hex
from phohien.db import ReadSession, WriteSession
from phohien.errors import Text


def digest(profile: Profile) -> str:
    return sha256_hex(
        json.dumps(_body(profile), ensure_ascii=False, sort_keys=True).encode()
    )


def _body(profile: Profile) -> dict[str, object]:
    return profile.model_dump(mode="json", by_alias=True, exclude_unset=True)


async def activate(
    session: WriteSession, profile: Profile, *, by: str, at: datetime
) -> bool:
    """True when this changed which profile is active."""
    header = profile.profile
    now = {"state": "active", "activated_by": by, "activated_at": at}
    stored = await queries.version_of(session, header.target, header.version)
    if stored is not None and stored.sha256 != digest(profile):
        raise ProfileVersionError(
            Text(
                vi=f"Tăng version trong hồ sơ: bản {header.version} đã có.",
                en=f"Raise `version` in the profile: {header.version} is taken.",
            )
        )
    if stored is not None and stored.state == "active":
        return False
    await queries.retire(session, header.target)
    if stored is not None:
        await queries.revive(session, header.target, header.version, now)
        return True
    row = {
        "target_code": header.target,
        "version": header.version,
        "body": _body(profile),
        "sha256": digest(profile),
        **now,
    }
    await queries.add(session, row)
    return True


async def active_profile(session: ReadSession, target_code: str) -> Profile:
    stored = await queries.active(session, target_code)
    if stored is None:
        raise NoActiveProfileError(
            Text(
                vi="Kích hoạt bằng `phohien sync profile activate TỆP`.",
                en="Activate one with `phohien sync profile activate FILE`.",
            )
        )
    return Profile.model_validate(stored.body)
