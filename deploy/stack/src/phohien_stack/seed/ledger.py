"""What has been put in already, so that seeding goes on where it was cut off."""

import json
from pathlib import Path

from pydantic import BaseModel, Field

from phohien_stack.supervisor import record


class Entries(BaseModel):
    keys: dict[str, str] = Field(default_factory=dict)
    released: list[str] = Field(default_factory=list)
    offered: list[str] = Field(default_factory=list)
    assets: dict[str, str] = Field(default_factory=dict)


class Ledger:
    """A file beside the data; saved after each step."""

    def __init__(self, home: Path) -> None:
        self._path = home / "seeded.json"
        held = json.loads(self._path.read_text()) if self._path.exists() else {}
        self.entries = Entries.model_validate(held)

    def save(self) -> None:
        record.write(self._path, self.entries)
