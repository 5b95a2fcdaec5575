"""The ways a portal can go wrong, and the rules that say when."""

from dataclasses import asdict, dataclass
from typing import Any

from tests.standins.portal.calls import Call

# The answer is bad and nothing was done.
BEFORE = {"error_before", "too_many", "unavailable", "reset_before", "garbage_before"}
# The thing was done and the client cannot know.
AFTER = {"error_after", "reset_after", "truncated", "garbage_after", "slow", "late"}
# The thing was done twice, as a front server does that repeats what it gave up on.
AFTER |= {"replayed"}
MODES = BEFORE | AFTER
WRITES = {"POST", "PUT", "DELETE", "PATCH"}


@dataclass
class Rule:
    """Pass `skip` matching calls by, then spoil the next `times`."""

    mode: str
    method: str | None = None
    path_prefix: str = "/api/"
    times: int = 1
    skip: int = 0
    delay: float = 1.0
    external_id: str | None = None
    """Only calls about objects whose externalId starts so."""
    seen: int = 0
    applied: int = 0

    def matches(self, call: Call) -> bool:
        if self.method is None:
            right_method = call.method in WRITES
        else:
            right_method = call.method == self.method.upper()
        return (
            right_method
            and call.path.startswith(self.path_prefix)
            and (call.external_id or "").startswith(self.external_id or "")
        )

    @property
    def spent(self) -> bool:
        return self.applied >= self.times


class Faults:
    def __init__(self) -> None:
        self.rules: list[Rule] = []

    def add(self, given: dict[str, Any]) -> Rule:
        rule = Rule(**given)
        if rule.mode not in MODES:
            raise ValueError(rule.mode)
        self.rules.append(rule)
        return rule

    def clear(self) -> None:
        self.rules.clear()

    def take(self, call: Call) -> Rule | None:
        """The fault for this call, counted as used."""
        for rule in self.rules:
            if rule.spent or not rule.matches(call):
                continue
            rule.seen += 1
            if rule.seen > rule.skip:
                rule.applied += 1
                return rule
        return None

    def listing(self) -> list[dict[str, Any]]:
        return [asdict(rule) for rule in self.rules]
