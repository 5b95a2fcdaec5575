"""When a run may take things down without asking. Pure.

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
4. some of them were held before: what waits for a person does not slip through because
   something else was added meanwhile.

New and changed objects go out in the same run. The approval names the exact set.
"""

from collections.abc import Collection
from dataclasses import dataclass

from phohien.canonical import canonical_json, sha256_hex


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


def hold_hash(keys: Collection[str]) -> str:
    return sha256_hex(canonical_json(sorted(keys)))[:16]


def rule(
    implicit: Collection[str],
    *,
    present: int,
    limit: Limit,
    went_back: bool,
    held_before: bool,
    approved: str | None,
) -> Ruling:
    if not implicit:
        return Ruling(held=False)
    name = hold_hash(implicit)
    if approved == name:
        return Ruling(held=False)
    allowed = limit.of(present)
    if held_before:
        reason = "held before, and not approved yet"
    elif went_back:
        reason = "the change log ends earlier than before: a restored source?"
    elif len(implicit) >= present:
        reason = "nothing would be left at the target: an empty source?"
    elif len(implicit) > allowed:
        reason = f"{len(implicit)} would vanish unannounced; {allowed} are allowed"
    else:
        return Ruling(held=False)
    return Ruling(held=True, reason=reason, hold_hash=name)
