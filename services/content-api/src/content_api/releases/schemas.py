from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, field_validator


class Blocker(BaseModel):
    """Why assets-api would not show a medium."""

    code: str
    detail: str


class RenditionManifest(BaseModel):
    preset: str
    url: str
    mime: str
    width: int | None = None
    height: int | None = None


class VariantManifest(BaseModel):
    url: str
    width: int
    height: int


class SourceManifest(BaseModel):
    mime: str
    variants: list[VariantManifest]


class PictureManifest(BaseModel):
    """All that a page needs to write `<picture>`."""

    width: int
    height: int
    colour: str
    placeholder: str
    url: str
    sources: list[SourceManifest]


class MediumManifest(BaseModel):
    """What assets-api says of one medium in one language."""

    model_config = ConfigDict(frozen=True)

    asset_id: UUID
    asset_version_id: UUID | None
    kind: str
    path: str | None
    sha256: str | None
    bytes: int | None
    mime: str | None
    filename: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""
    licence: str = ""
    width: int | None = None
    height: int | None = None
    renditions: list[RenditionManifest] = []
    picture: PictureManifest | None = None
    blockers: list[Blocker] = []

    @field_validator("filename", "alt", "caption", "credit", "licence", mode="before")
    @classmethod
    def _said_nothing(cls, value: Any) -> Any:
        return "" if value is None else value
