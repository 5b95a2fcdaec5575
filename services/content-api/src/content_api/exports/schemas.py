from enum import StrEnum

from pydantic import Field

from phohien.schemas import In


class Form(StrEnum):
    """In which form a file is wanted."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"
    GEOJSON = "geojson"


class StaffForm(StrEnum):
    """Forms that hold an item whole."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"


class ExportQuery(In):
    """In which language the texts are."""

    locale: str = Field(
        "vi", min_length=2, max_length=35, description="Released in this language only."
    )


class StaffExportQuery(In):
    agency: str | None = Field(
        None,
        max_length=64,
        pattern=r"^[a-z0-9.-]*$",
        description="Else your own.",
    )


class TemplateQuery(In):
    languages: str = Field(
        "vi,en",
        max_length=100,
        pattern=r"^[A-Za-z-]{2,12}(,[A-Za-z-]{2,12}){0,9}$",
        description="Languages to have columns for, separated by commas.",
    )
