"""What a profile would change at its target if it were active: looked at, not done."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from asean_sync.planning.difference import fields
from asean_sync.planning.service import Outlook, Request, plan_target
from asean_sync.profiles.document import Profile
from phohien.db import Database

MOST_EXAMPLES = 20


@dataclass(frozen=True, slots=True)
class Effect:
    """How many objects of each action, which fields change in how many payloads."""

    version: int
    counts: Mapping[str, int]
    fields: Mapping[str, int]
    examples: Mapping[str, list[str]]
    # Why a person would have to approve the withdrawals or changes besides, if so.
    held: str | None
    plan_hash: str

    def of(self, action: str) -> int:
        return self.counts.get(action, 0)

    @property
    def sentence(self) -> str:
        """As a person is told before activating."""
        held = f", {self.of('hold'):,} held" if self.of("hold") else ""
        blocked = f", {self.of('blocked'):,} blocked" if self.of("blocked") else ""
        return (
            f"v{self.version} changes {self.of('update'):,} payloads,"
            f" {self.of('create'):,} create, {self.of('withdraw'):,} withdraw"
            f"{held}{blocked}"
        )


async def effect(database: Database, profile: Profile, at: datetime) -> Effect:
    """The plan under this profile, be it active or not. Nothing is written."""
    header = profile.profile
    request = Request(header.target, profile, at, dry=True)
    return _of_plan(header.version, await plan_target(database, request))


def _of_plan(version: int, outlook: Outlook) -> Effect:
    times: Counter[str] = Counter()
    changed = {key: fields(changes) for key, changes in outlook.diffs.items()}
    for names in changed.values():
        times.update(names)
    plan = outlook.plan
    return Effect(
        version=version,
        counts=plan.counts(),
        fields=dict(times.most_common()),
        examples=dict(sorted(changed.items())[:MOST_EXAMPLES]),
        held=plan.held_because,
        plan_hash=plan.hash,
    )
