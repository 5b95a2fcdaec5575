"""When a run may take things down or change them without asking. Pure.

Two kinds of withdrawal:

- *explicit*: somebody said so. The offer was withdrawn, the change log says
  `withdrawn`, or the date at which the item expires, known since it was sent, has
  passed. These go at once and are never counted: a takedown does not wait because
  there are many.
- *implicit*: nobody said so, but what was there is not there to be read any more, or
  the profile no longer selects it. This may be an intention, or a source read half.

Implicit withdrawals are held, all of them, for a person to approve when

1. there are more than max(count, percent of what the target shows), or
2. they would take down everything the target shows: an empty selection is an outage, or
3. the change log ends earlier than it did before: the source was restored from a copy,
   or
4. a large part of what was there cannot be read any more, however few those are, or
5. some of them were held before: what waits for a person does not slip through because
   something else was added meanwhile.

Changes are held, all of them, when a profile says how many percent of what the target
shows may change in one run, and there are more. A language that is taken down is no
such change.

New objects go out in the same run. The approval is a ceiling: it names exactly what may
go, and lets through that or less.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from phohien.canonical import canonical_json, sha256_hex

# Documents that are gone without a word: so many, and so much of all there is.
UNREAD, UNREAD_PERCENT = 3, 30


@dataclass(frozen=True, slots=True)
class Limit:
    count: int = 10
    percent: int = 5

    def of(self, present: int) -> int:
        return max(self.count, present * self.percent // 100)


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whether the implicit withdrawals are held, why, and what would approve them."""

    held: bool
    reason: str = ""
    hold_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How many documents the source showed now, and when it was last believed."""

    documents: int = 0
    before: int = 0

    @property
    def went_dark(self) -> bool:
        return self.before > 0 and self.documents == 0


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What a person approved: what may go down, and which contents may go out."""

    withdrawals: frozenset[str] = frozenset()
    contents: Mapping[str, str] = field(default_factory=dict)

    def allows(self, key: str, content: str) -> bool:
        return self.contents.get(key) == content


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the guard looks at besides the set itself."""

    present: int
    limit: Limit
    # Of what would leave: what there is no document for any more.
    unread: int = 0
    went_back: bool = False
    held_before: bool = False


def hold_hash(names: Collection[str]) -> str:
    return sha256_hex(canonical_json(sorted(names)))[:16]


def rule(
    implicit: Collection[str], seen: Circumstances, approved: Ceiling | None
) -> Ruling:
    """On withdrawals that nobody ordered."""
    if not implicit or (approved and approved.withdrawals >= set(implicit)):
        return Ruling(held=False)
    reason = _suspicion(len(implicit), seen)
    if reason is None:
        return Ruling(held=False)
    return Ruling(held=True, reason=reason, hold_hash=hold_hash(implicit))


def _suspicion(leaving: int, seen: Circumstances) -> str | None:
    allowed, unread = seen.limit.of(seen.present), seen.unread
    in_part = unread >= UNREAD and unread * 100 > seen.present * UNREAD_PERCENT
    reasons = {
        "the change log ends earlier than before: a restored source?": seen.went_back,
        "nothing would be left at the target: an empty source?": (
            leaving >= seen.present
        ),
        f"{leaving} would vanish unannounced; {allowed} are allowed": leaving > allowed,
        f"{unread} of {seen.present} cannot be read any more: read in part?": in_part,
        "held before, and not approved yet": seen.held_before,
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


def rule_changes(
    changes: Mapping[str, str],
    *,
    present: int,
    percent: int | None,
    least: int,
    held_before: bool,
    approved: Ceiling | None,
) -> Ruling:
    """On how much may change at once. `changes`: what each object would become."""
    if percent is None or not changes:
        return Ruling(held=False)
    if approved and all(approved.allows(*change) for change in changes.items()):
        return Ruling(held=False)
    allowed = max(least, present * percent // 100)
    if len(changes) <= allowed and not held_before:
        return Ruling(held=False)
    reason = f"{len(changes)} would change at once; {allowed} are allowed"
    names = [f"{key}={content}" for key, content in changes.items()]
    return Ruling(held=True, reason=reason, hold_hash=hold_hash(names))
