"""Profiles over HTTP."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request

from asean_sync import cursors
from asean_sync.activation import service
from asean_sync.activation.errors import (
    EffectChangedError,
    NotProposedError,
    SecondPersonError,
)
from asean_sync.activation.schemas import (
    Checked,
    EffectOut,
    ProfileDetail,
    ProfileList,
    ProfileOut,
    ProfileText,
    Seen,
)
from asean_sync.activation.service import Standing
from asean_sync.pages import SIGNED_IN, Code, Decider, Page, Watcher
from asean_sync.profiles import kinds
from asean_sync.profiles import service as profiles
from asean_sync.profiles.check import read_profile
from asean_sync.profiles.document import Profile
from asean_sync.profiles.errors import (
    ProfileNotFoundError,
    ProfileRefusedError,
    ProfileVersionError,
    UnknownTargetError,
)
from phohien import clock
from phohien.auth import CsrfTokenError
from phohien.callers import Caller
from phohien.db import Database
from phohien.pagination import BadCursorError
from phohien.problems import problems
from phohien.web import Reading, Writing

router = APIRouter(prefix="/staff/v1/sync/profiles", tags=["sync"])
# Beside the profiles: below them it would be taken for the id of one.
checks = APIRouter(prefix="/staff/v1/sync/profile-checks", tags=["sync"])
DECIDING = (*SIGNED_IN, CsrfTokenError)


@router.get("", responses=problems(*SIGNED_IN, BadCursorError))
async def list_profiles(
    *,
    page: Page,
    session: Reading,
    target: Code = None,
    _: Caller = Watcher,
) -> ProfileList:
    """Every version of every profile, by target, newest first."""
    rows = await profiles.page(
        session,
        target_code=target,
        after=cursors.numbered(page.cursor),
        limit=page.rows,
    )
    shown, following = page.cut(
        rows, lambda last: (last.target_code, str(last.version))
    )
    return ProfileList(
        data=[ProfileOut.model_validate(row) for row in shown], next_cursor=following
    )


@router.get("/schema", responses=problems(*SIGNED_IN))
async def get_schema(_: Caller = Watcher) -> dict[str, Any]:
    """The JSON Schema that a profile is checked by."""
    return kinds.json_schema()


@router.get("/{profile_id}", responses=problems(*SIGNED_IN, ProfileNotFoundError))
async def get_profile(
    profile_id: UUID, request: Request, _: Caller = Watcher
) -> ProfileDetail:
    """One version; a draft with what it would change as things are now."""
    # Looking plans the target: it holds a connection of its own, and this one none.
    async with _database(request).reading() as session:
        stored = await profiles.get(session, profile_id)
    if stored.state != "draft":
        return _detail(Standing(stored, stored.effect or {}))
    profile = Profile.model_validate(stored.body)
    now = await service.look(_database(request), profile, clock.now())
    return _detail(Standing(stored, now))


@checks.post("", responses=problems(*DECIDING, ProfileRefusedError))
async def check_profile(body: ProfileText, _: Caller = Decider) -> Checked:
    """Says with line and reason what is wrong; nothing is stored."""
    profile = read_profile(body.text, body.name)
    header = profile.profile
    return Checked(
        target=header.target,
        version=header.version,
        connector=header.connector,
        sha256=profiles.digest(profile),
    )


@router.post(
    "",
    status_code=201,
    responses=problems(
        *DECIDING, ProfileRefusedError, ProfileVersionError, UnknownTargetError
    ),
)
async def propose_profile(
    body: ProfileText, request: Request, caller: Caller = Decider
) -> ProfileDetail:
    """The first person: checked, stored as a draft, shown with its effect."""
    profile = read_profile(body.text, body.name)
    return _detail(
        await service.propose(
            _database(request), profile, caller=caller, at=clock.now()
        )
    )


@router.post(
    "/{profile_id}/activate",
    responses=problems(
        *DECIDING,
        ProfileNotFoundError,
        SecondPersonError,
        EffectChangedError,
        NotProposedError,
    ),
)
async def activate_profile(
    profile_id: UUID, body: Seen, request: Request, caller: Caller = Decider
) -> ProfileDetail:
    """The second person, who names the effect that was looked at."""
    return _detail(
        await service.activate(
            _database(request),
            profile_id,
            seen=body.effect,
            caller=caller,
            at=clock.now(),
        )
    )


@router.post(
    "/{profile_id}/discard",
    responses=problems(*DECIDING, ProfileNotFoundError, NotProposedError),
)
async def discard_profile(
    profile_id: UUID, session: Writing, caller: Caller = Decider
) -> ProfileOut:
    """A draft nobody wants."""
    gone = await service.discard(session, profile_id, caller=caller)
    return ProfileOut.model_validate(gone)


def _database(request: Request) -> Database:
    """Effects are looked at in a snapshot of their own."""
    database: Database = request.app.state.database
    return database


def _detail(standing: Standing) -> ProfileDetail:
    return ProfileDetail(
        profile=ProfileOut.model_validate(standing.stored),
        body=standing.stored.body,
        effect=EffectOut.model_validate(standing.effect) if standing.effect else None,
    )
