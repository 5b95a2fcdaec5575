"""Puts together why an item is at a target, or is not."""

from asean_sync.planning.why import Reason, why
from asean_sync.profiles import service as profiles
from asean_sync.reasons.schemas import (
    ClauseOut,
    ObjectState,
    ReasonOut,
    WhyOut,
)
from phohien.db import ReadSession
from phohien.schemas import Said


async def explain(session: ReadSession, target_code: str, key: str) -> WhyOut:
    """In a snapshot: every part of the answer is of the same moment."""
    profile = await profiles.active_profile(session, target_code)
    reasons = await why(session, target_code, profile, key)
    return WhyOut(
        key=key,
        target=target_code,
        profile_version=profile.profile.version,
        languages=[_told(one) for one in reasons],
    )


def _told(one: Reason) -> ReasonOut:
    return ReasonOut(
        lang=one.lang,
        answer=one.answer.value,
        said=Said(vi=one.said.vi, en=one.said.en),
        clauses=[
            ClauseOut(clause=clause, holds=holds)
            for clause, holds in one.clauses.items()
        ],
        problems=list(one.problems),
        object=ObjectState.model_validate(one.object) if one.object else None,
    )
