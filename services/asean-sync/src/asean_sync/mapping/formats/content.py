"""What every standard payload is made from. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from asean_sync.mapping.item import Media, Released, media_key
from asean_sync.mapping.values import MARK
from asean_sync.profiles.document import Profile

NAMELESS = ("title", "summary")


@dataclass(frozen=True, slots=True)
class Shown:
    """A file and the address that the target is told; None: it has none."""

    media: Media
    address: Any


@dataclass(frozen=True, slots=True)
class Content:
    """One language of an item, by the names of its document."""

    released: Released
    language: str
    files: Sequence[Shown]

    @property
    def doc(self) -> dict[str, Any]:
        return self.released.doc

    @property
    def summary(self) -> str | None:
        found = self.doc.get("summary")
        return found if isinstance(found, str) and found else None

    @property
    def agency(self) -> str | None:
        found = (self.doc.get("agency") or {}).get("name")
        return found if isinstance(found, str) and found else None

    @property
    def subjects(self) -> list[str]:
        found = [self.doc.get("fi_category"), *(self.doc.get("topics") or [])]
        return [one for one in found if isinstance(one, str) and one]

    @property
    def texts(self) -> Iterator[tuple[str, str]]:
        """The longer texts, by name; title and summary have places of their own."""
        for name, value in sorted((self.doc.get("texts") or {}).items()):
            if name not in NAMELESS and isinstance(value, str) and value:
                yield name, value

    @property
    def licences(self) -> list[str]:
        return sorted({one.media.licence for one in self.files if one.media.licence})


def content_of(released: Released, profile: Profile) -> Content:
    files = sorted(released.media, key=lambda one: (one.ordinal, one.role))
    return Content(
        released,
        profile.languages.get(released.lang, released.lang),
        [Shown(one, _address(released, one, profile)) for one in files],
    )


def _address(released: Released, media: Media, profile: Profile) -> Any:
    """Where the target holds the file, or where the public reads it."""
    if profile.media is not None and profile.media.apart:
        key = media_key(released.key, media.asset_version_id)
        return {MARK: "remote_url", "key": key}
    return urljoin(profile.public_base, media.path) if profile.public_base else None


def is_html(text: str) -> bool:
    return "<" in text and "</" in text


def without_nothing(made: dict[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in made.items() if one not in (None, "", [], {})}
