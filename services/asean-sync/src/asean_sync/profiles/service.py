"""Keeps every version of a profile; one at most is active for a target."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from asean_sync.profiles import queries
from asean_sync.profiles.document import Profile
from asean_sync.profiles.errors import (
    NoActiveProfileError,
    ProfileNotFoundError,
    ProfileVersionError,
)
from asean_sync.profiles.tables import ProfileVersion
from phohien.canonical import sha256_hex
from phohien.db import ReadSession, WriteSession
from phohien.errors import Text


def digest(profile: Profile) -> str:
    """Of all it says; of the order of its fields only that of the languages tells."""
    said = [body(profile), list(profile.languages)]
    return sha256_hex(json.dumps(said, ensure_ascii=False, sort_keys=True).encode())


def body(profile: Profile) -> dict[str, object]:
    return profile.model_dump(mode="json", by_alias=True, exclude_unset=True)


async def lock(session: WriteSession, target_code: str) -> None:
    await queries.lock(session, target_code)


async def keep(
    session: WriteSession, profile: Profile, row: dict[str, Any]
) -> ProfileVersion:
    """The stored draft of this profile; what was ever active is never rewritten."""
    header = profile.profile
    stored = await queries.version_of(session, header.target, header.version)
    written = {"body": body(profile), "sha256": digest(profile), **row}
    if stored is None:
        place = {"target_code": header.target, "version": header.version}
        return await get(session, await queries.add(session, {**place, **written}))
    if stored.activated_at is not None and stored.sha256 != written["sha256"]:
        raise ProfileVersionError(
            Text(
                vi=f"Tăng version trong hồ sơ: bản {header.version} đã có.",
                en=f"Raise `version` in the profile: {header.version} is taken.",
            )
        )
    if stored.state == "active":
        return stored
    await queries.change(session, stored.id, written)
    return await get(session, stored.id)


async def put_in_force(
    session: WriteSession, stored: ProfileVersion, *, by: str, at: datetime
) -> ProfileVersion:
    await queries.retire(session, stored.target_code)
    now = {"state": "active", "activated_by": by, "activated_at": at}
    await queries.change(session, stored.id, now)
    return await get(session, stored.id)


async def discard(session: WriteSession, stored: ProfileVersion) -> ProfileVersion:
    await queries.change(session, stored.id, {"state": "discarded"})
    return await get(session, stored.id)


async def get(session: ReadSession, profile_id: UUID) -> ProfileVersion:
    found = await queries.one(session, profile_id)
    if found is None:
        raise ProfileNotFoundError(
            Text(
                vi="Xem danh sách hồ sơ đích để lấy mã đúng.",
                en="Look the id up in the list of profiles.",
            )
        )
    return found


async def version_of(
    session: ReadSession, target_code: str, version: int
) -> ProfileVersion | None:
    return await queries.version_of(session, target_code, version)


async def page(
    session: ReadSession,
    *,
    target_code: str | None,
    after: tuple[str, int] | None,
    limit: int,
) -> Sequence[ProfileVersion]:
    return await queries.page(
        session, target_code=target_code, after=after, limit=limit
    )


async def active_version(
    session: ReadSession, target_code: str
) -> ProfileVersion | None:
    return await queries.active(session, target_code)


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
