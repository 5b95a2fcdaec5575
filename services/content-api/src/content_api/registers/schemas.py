from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from content_api.items.schemas import ItemKey, KeptLanguage
from content_api.types.values.records import Country, Url
from phohien.schemas import Day, In, Moment, Out

Line = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Short = Annotated[str, StringConstraints(max_length=300)]
Passage = Annotated[str, StringConstraints(max_length=8000)]
Agency = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]{1,39}$")]
Username = Annotated[str, StringConstraints(pattern=r"^([a-z0-9][a-z0-9._-]{1,63})?$")]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Dong = Annotated[int, Field(ge=0, le=10**15)]


class Register(StrEnum):
    """Kept by hand, row by row. `press_items` is restricted."""

    DIRECTIVES = "directives"
    TRAININGS = "trainings"
    BUDGETS = "budgets"
    PUBLICATIONS = "publications"
    PRESS_DELEGATIONS = "press_delegations"
    PRESS_ITEMS = "press_items"


class Duty(StrEnum):
    LEADER = "leader"
    OFFICER = "officer"


class Directive(In):
    """A document that directs the work: number and abstract, never a secret one."""

    number: Line
    abstract: Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class Training(In):
    title: Line
    participants: Count
    days: Annotated[int, Field(ge=1, le=366)] = 1
    place: Short = ""


class Budget(In):
    """Whole đồng."""

    title: Line
    planned: Dong
    spent: Dong = 0
    source: Short = ""


class Publication(In):
    """A product that is not in the content hub: a stamp, an envelope, a disc."""

    title: Line
    kind: Annotated[str, StringConstraints(pattern=r"^[a-z_]{2,20}$")]
    languages: list[KeptLanguage] = Field(default=[], max_length=20)
    copies: Annotated[int, Field(ge=0, le=100_000_000)] = 0
    licence: Short = ""


class PressDelegation(In):
    organisation: Line
    country: Country
    people: Annotated[int, Field(ge=1, le=10_000)]
    purpose: Annotated[str, StringConstraints(min_length=1, max_length=2000)]
    permit: Short = ""
    host: Short = ""
    until: Day | None = None


class Answer(In):
    """How distorted information was explained, and when."""

    at: Moment
    channel: Line
    text: Passage = ""
    item_key: ItemKey | None = None


class PressItem(In):
    """What was written about the province, and what was answered."""

    title: Line
    outlet: Line
    country: Country | None = None
    url: Url | None = None
    seen_at: Moment
    tone: Annotated[
        str, StringConstraints(pattern=r"^(positive|neutral|negative|distorted)$")
    ]
    summary: Passage = ""
    answer: Answer | None = None

    @model_validator(mode="after")
    def _answered_afterwards(self) -> "PressItem":
        if self.answer is not None and self.answer.at < self.seen_at:
            raise PydanticCustomError(
                "answer_too_early", "The answer comes after what it answers"
            )
        return self


DATA: dict[Register, type[In]] = {
    Register.DIRECTIVES: Directive,
    Register.TRAININGS: Training,
    Register.BUDGETS: Budget,
    Register.PUBLICATIONS: Publication,
    Register.PRESS_DELEGATIONS: PressDelegation,
    Register.PRESS_ITEMS: PressItem,
}


class EntryDraft(In):
    """`data` is what the register asks for: see GET /staff/v1/registers."""

    agency_code: Agency | None = None
    on_date: Day
    data: dict[str, Any]


class EntryOut(Out):
    id: UUID
    agency_code: str
    on_date: date
    data: dict[str, Any]
    revision: int
    created_by_name: str
    created_at: datetime
    updated_at: datetime


class EntryList(Out):
    data: list[EntryOut]
    next_cursor: str | None


class RegisterOut(Out):
    """A register and the JSON Schema of its rows."""

    name: str
    title: str
    restricted: bool
    json_schema: dict[str, Any]


class RegisterList(Out):
    data: list[RegisterOut]
    next_cursor: str | None


class Appointment(In):
    """One leader and one officer an agency, from a day on."""

    agency_code: Agency
    duty: Duty
    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    office: Short = ""
    username: Username = ""
    decision: Short = ""
    valid_from: Day


class DutyEnd(In):
    """The first day on which the person no longer holds the duty."""

    valid_to: Day


class PersonInChargeOut(Out):
    id: UUID
    agency_code: str
    duty: str
    name: str
    office: str
    username: str
    decision: str
    valid_from: date
    valid_to: date | None


class PersonInChargeList(Out):
    data: list[PersonInChargeOut]
    next_cursor: str | None


class Vacancy(Out):
    agency_code: str
    agency_name: str
    duty: str


class VacancyList(Out):
    data: list[Vacancy]
    next_cursor: str | None


class Proposal(Out):
    """An account whose role says it could hold the duty."""

    agency_code: str
    duty: str
    name: str
    username: str
    since: date


class ProposalList(Out):
    data: list[Proposal]
    next_cursor: str | None


class PublicationLine(Out):
    """A publication of the hub, or a row kept by hand; `key` says which."""

    key: str | None
    title: str
    agency_code: str
    kind: str
    languages: list[str]
    copies: str
    licence: str
    released: bool


class PublicationList(Out):
    data: list[PublicationLine]
    next_cursor: str | None


TITLES: Mapping[Register, str] = {
    Register.DIRECTIVES: "Văn bản chỉ đạo, điều hành",
    Register.TRAININGS: "Đào tạo, tập huấn",
    Register.BUDGETS: "Kinh phí",
    Register.PUBLICATIONS: "Ấn phẩm, sản phẩm ngoài kho nội dung",
    Register.PRESS_DELEGATIONS: "Đoàn phóng viên nước ngoài",
    Register.PRESS_ITEMS: "Dư luận báo chí; giải thích, làm rõ (hạn chế)",
}
