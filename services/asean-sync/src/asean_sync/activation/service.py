"""Proposes a profile, shows what it would change, and lets a second person decide."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from asean_sync.activation import shown
from asean_sync.activation.errors import (
    EffectChangedError,
    NotProposedError,
    SecondPersonError,
)
from asean_sync.planning.effect import effect
from asean_sync.profiles import service as profiles
from asean_sync.profiles.document import Profile
from asean_sync.profiles.tables import ProfileVersion
from asean_sync.targets import service as targets
from phohien import audit
from phohien.callers import Caller, name_of
from phohien.db import Database, WriteSession
from phohien.errors import Text


@dataclass(frozen=True, slots=True)
class Standing:
    """A stored profile, and what it would change as things are now."""

    stored: ProfileVersion
    effect: dict[str, Any]


async def look(database: Database, profile: Profile, at: datetime) -> dict[str, Any]:
    """Nothing is written."""
    return shown.told(profile, await effect(database, profile, at))


async def propose(
    database: Database, profile: Profile, *, caller: Caller | str, at: datetime
) -> Standing:
    """Stored as a draft with its effect; what is active already stays as it is."""
    code, by = profile.profile.target, name_of(caller)
    async with database.reading() as session:
        await targets.require_published(session, code)
    seen = await look(database, profile, at)
    async with database.writing() as session:
        await targets.make_known(session, code, profile.profile.connector)
        await profiles.lock(session, code)
        row = {"state": "draft", "proposed_by": by, "proposed_at": at, "effect": seen}
        stored = await profiles.keep(session, profile, {**row, "activated_by": None})
        if stored.state == "draft":
            await _write_down(session, caller, "profile.propose", stored)
    return Standing(stored, seen)


async def activate(
    database: Database,
    profile_id: UUID,
    *,
    seen: str,
    caller: Caller | str,
    at: datetime,
) -> Standing:
    """`seen`: the hash of the effect this person looked at."""
    async with database.reading() as session:
        stored = await profiles.get(session, profile_id)
    _require_draft(stored)
    _require_another(stored, name_of(caller))
    profile = Profile.model_validate(stored.body)
    now = await look(database, profile, at)
    if now["hash"] != seen:
        raise _changed(now)
    async with database.writing() as session:
        await profiles.lock(session, stored.target_code)
        again = await profiles.get(session, profile_id)
        _require_draft(again)
        _require_another(again, name_of(caller))
        if again.sha256 != stored.sha256:
            raise _changed(now)
        await targets.begin(
            session, again.target_code, profile.profile.connector, at=at
        )
        active = await profiles.put_in_force(session, again, by=name_of(caller), at=at)
        await _write_down(session, caller, "profile.activate", active)
    return Standing(active, now)


async def discard(
    session: WriteSession, profile_id: UUID, *, caller: Caller | str
) -> ProfileVersion:
    stored = await profiles.get(session, profile_id)
    await profiles.lock(session, stored.target_code)
    _require_draft(await profiles.get(session, profile_id))
    gone = await profiles.discard(session, stored)
    await _write_down(session, caller, "profile.discard", gone)
    return gone


def _require_draft(stored: ProfileVersion) -> None:
    if stored.state != "draft":
        raise NotProposedError(
            Text(
                vi=f"Bản {stored.version} đang ở trạng thái {stored.state!r};"
                " hãy đề xuất lại nếu cần.",
                en=f"Version {stored.version} is {stored.state!r};"
                " propose it again if you need it.",
            )
        )


def _require_another(stored: ProfileVersion, by: str) -> None:
    if stored.proposed_by == by:
        raise SecondPersonError(
            Text(
                vi=f"{by} đã đề xuất hồ sơ này; hãy nhờ một người khác xem và"
                " kích hoạt.",
                en=f"{by} proposed this profile; ask somebody else to look at it and"
                " to activate it.",
            )
        )


def _changed(now: dict[str, Any]) -> EffectChangedError:
    return EffectChangedError(
        Text(
            vi=f"Xem lại rồi kích hoạt với mã {now['hash']}: {now['said']['vi']}.",
            en=f"Look again, then activate with {now['hash']}: {now['said']['en']}.",
        )
    )


async def _write_down(
    session: WriteSession, caller: Caller | str, action: str, stored: ProfileVersion
) -> None:
    detail = {"version": stored.version, "sha256": stored.sha256}
    if action != "profile.discard" and stored.effect:
        detail["effect"] = stored.effect["said"]["en"]
    await audit.append(
        session,
        service=targets.SERVICE,
        caller=caller,
        action=action,
        subject=f"target/{stored.target_code}",
        detail=detail,
    )
