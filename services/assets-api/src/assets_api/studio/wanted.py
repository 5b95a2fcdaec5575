"""What is asked for: one size of a picture, by its address."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Wanted:
    """One rendition, as its address names it."""

    version_id: UUID
    preset: str
    epoch: int
    form: str

    @property
    def key(self) -> tuple[UUID, str, int, str]:
        return self.version_id, self.preset, self.epoch, self.form

    @property
    def name(self) -> str:
        return f"{self.version_id}/{self.preset}-{self.epoch}.{self.form}"
