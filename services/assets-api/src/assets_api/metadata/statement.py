"""Whose a file is and on what terms: what is written into every public form."""

from dataclasses import asdict, dataclass, fields

from assets_api.metadata import licences, sources
from phohien.canonical import canonical_json, sha256_hex


@dataclass(frozen=True, slots=True)
class Statement:
    """Never what was said in one language only: an edit of it must not void others."""

    creator: str = ""
    holder: str = ""
    licence: str = ""
    credit: str = ""
    source_type: str = ""
    web_statement: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    @property
    def digest(self) -> str:
        """Empty when nothing is said."""
        return sha256_hex(canonical_json(asdict(self))) if self else ""

    @property
    def creators(self) -> list[str]:
        """Several people are told apart by semicolons."""
        return [name for part in self.creator.split(";") if (name := part.strip())]

    @property
    def licence_uri(self) -> str:
        return licences.uri_of(self.licence)

    @property
    def notice(self) -> str:
        """The line a reader sees first."""
        if licences.is_free_of_rights(self.licence_uri):
            return self.licence
        owner = f"© {self.holder}" if self.holder else ""
        return ". ".join(part for part in (owner, self.licence) if part)

    @property
    def source_uri(self) -> str:
        return sources.uri_of(self.source_type)
