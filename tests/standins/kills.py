"""Which process is killed at which state of an upload, in an order a seed decides."""

import random
from dataclasses import dataclass

SEED = 20261123
STATES = (
    "created",
    "receiving",
    "mid-part",
    "received",
    "checking",
    "promotion",
    "ready",
)
SERVERS = ("api", "worker", "s3", "postgres")
# The inspection's child lives only while a file is checked and rendered.
WITH_CHILD = ("checking", "promotion")


@dataclass(frozen=True)
class Kill:
    victim: str
    state: str
    delay: float
    """Seconds after the state is seen: another moment in each round."""

    def __str__(self) -> str:
        return f"{self.victim} at {self.state} + {self.delay * 1000:.0f} ms"


def kills(count: int, *, seed: int = SEED) -> list[Kill]:
    """Every victim at every state, before any of them comes a second time."""
    dice = random.Random(seed)
    drawn: list[Kill] = []
    while len(drawn) < count:
        drawn += _round(dice)
    return drawn[:count]


def _round(dice: random.Random) -> list[Kill]:
    pairs = [(victim, state) for state in STATES for victim in SERVERS]
    pairs += [("child", state) for state in WITH_CHILD]
    dice.shuffle(pairs)
    # The first ones show each victim and each state, so that a short run does too.
    first: list[tuple[str, str]] = []
    for pair in pairs:
        victims, states = {one[0] for one in first}, {one[1] for one in first}
        if pair[0] not in victims or pair[1] not in states:
            first.append(pair)
    ordered = first + [pair for pair in pairs if pair not in first]
    return [Kill(*pair, delay=_delay(dice, pair[1])) for pair in ordered]


def _delay(dice: random.Random, state: str) -> float:
    most = {"checking": 0.5, "promotion": 0.3}.get(state, 0.05)
    return round(dice.uniform(0, most), 3)
