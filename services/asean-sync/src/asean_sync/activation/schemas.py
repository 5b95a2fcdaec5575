"""Profiles as they are proposed, looked at and activated."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from phohien.schemas import In, Out, Said


class ProfileText(In):
    """A profile as it is written in its file: YAML, or JSON, which is YAML too."""

    text: str = Field(min_length=1, max_length=262_144)
    name: str = Field(default="profile.yaml", max_length=200, pattern=r"^[\w.-]+$")


class Seen(In):
    """The hash of the effect that was looked at."""

    effect: str = Field(pattern=r"^[0-9a-f]{16}$")


class EffectOut(Out):
    """What the profile would change at its target. Nothing of it is done."""

    hash: str
    said: Said
    counts: dict[str, int]
    fields: dict[str, int]
    examples: dict[str, list[str]]
    held: str | None
    plan_hash: str


class ProfileOut(Out):
    """One version of a profile, and who stands behind it."""

    id: UUID
    target_code: str
    version: int
    sha256: str
    state: str
    proposed_by: str | None
    proposed_at: datetime | None
    activated_by: str | None
    activated_at: datetime | None


class ProfileDetail(Out):
    """With its text, and with its effect: as shown then, and as it is now."""

    profile: ProfileOut
    body: dict[str, Any]
    effect: EffectOut | None


class ProfileList(Out):
    """By target, newest version first."""

    data: list[ProfileOut]
    next_cursor: str | None


class Checked(Out):
    """The profile is right as far as that can be seen without asking the target."""

    target: str
    version: int
    connector: str
    sha256: str
