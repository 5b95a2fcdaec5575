from datetime import datetime
from uuid import UUID

from pydantic import Field

from content_api.items.schemas import Code, ItemKey, Language
from phohien.schemas import In, Out


class NominationDraft(In):
    key: ItemKey
    target: Code
    languages: list[Language] = Field(min_length=1, max_length=50)


class Rejection(In):
    note: str = Field(min_length=1, max_length=2000)


class NominationOut(Out):
    id: UUID
    key: str
    lang: str
    target_code: str
    closure_hash: str
    state: str
    nominated_at: datetime
    decided_at: datetime | None
    note: str
    offer_id: UUID | None = Field(
        description="The live offer of this language, if any."
    )
    offered_hash: str | None


class NominationList(Out):
    data: list[NominationOut]
    next_cursor: str | None
