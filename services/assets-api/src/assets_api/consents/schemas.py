from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from phohien.schemas import Day, In, Out

Scope = Literal["web", "print", "film", "social", "exhibition"]
State = Literal["live", "coming", "over", "withdrawn"]
Name = Annotated[str, Field(min_length=2, max_length=200)]


class ConsentIn(In):
    """What one person shown in the picture has agreed to.

    What is published here can be read everywhere: a release needs the scope `web` and
    the territory `world`. For a child, `given_by` names the parent or guardian.
    """

    person: Annotated[Name, Field(description="Who is shown.")]
    given_by: Annotated[str, Field(max_length=200)] = ""
    scope: Annotated[list[Scope], Field(min_length=1, max_length=5)]
    territories: Annotated[
        list[Annotated[str, Field(max_length=20)]],
        Field(min_length=1, max_length=60, description="`world`, or countries: VN, LA"),
    ]
    valid_from: Day | None = None
    until: Annotated[
        Day | None, Field(description="The last day; without one it has no end.")
    ] = None
    evidence_id: Annotated[
        UUID | None, Field(description="The scan of the paper: a file of the agency.")
    ] = None
    note: Annotated[str, Field(max_length=1000)] = ""


class PeopleIn(In):
    """`identifiable`: somebody can be recognised, so consents are needed."""

    people: Literal["none", "identifiable"]


class ConsentEnd(In):
    """How the person said so; kept with the consent and in the audit."""

    note: Annotated[str, Field(min_length=5, max_length=1000)]


class ConsentOut(Out):
    """One consent. `state` is by the clock: `live`, `coming`, `over`, `withdrawn`."""

    id: UUID
    person: str
    given_by: str
    scope: list[str]
    territories: list[str]
    valid_from: date
    until: date | None
    evidence_id: UUID | None
    note: str
    state: State
    created_by: str
    created_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawal_note: str


class ConsentsOut(Out):
    """The consents of an asset, oldest first, and what follows from them.

    `gap` is what is still missing before it can be released; `until` the last day on
    which everybody agrees. The day after, it is withdrawn.
    """

    people: str
    gap: str
    until: date | None
    withdrawn_at: datetime | None
    data: list[ConsentOut]
