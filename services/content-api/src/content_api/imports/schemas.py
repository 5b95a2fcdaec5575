from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from phohien.schemas import In, Out

Header = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=200)]
# PostgreSQL keeps no NUL, and no name needs a control character.
Name = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$")]
SHA256 = r"^[0-9a-f]{64}$"


class Action(StrEnum):
    """What a row does when the import is confirmed."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    ERROR = "error"


class ImportState(StrEnum):
    """How far an import has come."""

    PREVIEWED = "previewed"
    CONFIRMED = "confirmed"
    UNDONE = "undone"


class ImportQuery(In):
    """What the file holds, and what holds for every row that leaves it open."""

    type: Name = Field(max_length=64, description="The content type of the rows.")
    filename: Name = Field(min_length=1, max_length=255, description="As it was named.")
    agency: Name | None = Field(None, max_length=64, description="Else your own.")
    sheet: Name = Field("", max_length=100, description="Else the first visible one.")
    fi_category: Name = Field(
        "", max_length=64, description="Category of new items without one."
    )
    as_of: Name = Field(
        "", max_length=10, description="Time of figures without one, such as 2025-08."
    )
    source: Name = Field(
        "", max_length=300, description="Source of figures without one."
    )


class ConfirmOrder(In):
    """Rows with errors are left out only when that is said."""

    skip_errors: bool = False


class ImportCounts(Out):
    """How many rows do what; rows with a warning are counted in both."""

    create: int
    update: int
    unchanged: int
    error: int
    warning: int


class ImportNote(Out):
    """Something to know about the file as a whole."""

    code: str
    detail: str


class HeadingOut(Out):
    """A column of the sheet, and the column it was taken for."""

    index: int
    header: str
    column: str | None


class ImportRepair(Out):
    """Problems that are mended the same way, and the rows that have them."""

    repair: str
    code: str
    detail: str
    error: bool
    count: int
    rows: list[int] = Field(description="The first twenty, as Excel numbers them.")


class ImportLine(Out):
    id: UUID
    type: str
    agency_code: str
    filename: str
    state: ImportState
    counts: ImportCounts
    created_at: datetime
    confirmed_at: datetime | None
    undone_at: datetime | None


class ImportList(Out):
    data: list[ImportLine]
    next_cursor: str | None


class ImportOut(ImportLine):
    """An import, with what is to be repaired first."""

    kind: str = Field(description="xlsx, xls, ods or csv.")
    sheet: str
    sha256: str = Field(pattern=SHA256)
    notes: list[ImportNote]
    columns: list[HeadingOut]
    repairs: list[ImportRepair]


class ImportCellProblem(Out):
    """`cell` is its place in the sheet, such as B7; null for the whole row."""

    cell: str | None
    column: str
    code: str
    detail: str
    error: bool


class ImportChange(Out):
    column: str
    label: str
    before: Any
    after: Any


class ImportRowOut(Out):
    """One row, by its number in Excel."""

    number: int
    action: Action
    title: str
    item_key: str | None
    changes: list[ImportChange]
    problems: list[ImportCellProblem]


class ImportRowList(Out):
    data: list[ImportRowOut]
    next_cursor: str | None


class MappingIn(In):
    """Which column each of your own headers means."""

    columns: dict[Header, Code] = Field(max_length=500)


class MappingOut(Out):
    """Headers are kept without accents, case and punctuation."""

    type: str
    agency_code: str
    columns: dict[str, str]
