"""Why each language of an item is at a target, or is not."""

from phohien.schemas import Out, Said


class ClauseOut(Out):
    """One clause of the selection, and whether it holds."""

    clause: str
    holds: bool


class ObjectState(Out):
    """What is known of the object at the target."""

    object_key: str
    desired: str
    observed: str
    state: str
    hold_reason: str | None
    last_error: str | None
    remote_url: str | None


class ReasonOut(Out):
    """Of one language."""

    lang: str
    answer: str
    said: Said
    clauses: list[ClauseOut]
    problems: list[str]
    object: ObjectState | None


class WhyOut(Out):
    """Of one item at one target, under its active profile."""

    key: str
    target: str
    profile_version: int
    languages: list[ReasonOut]
