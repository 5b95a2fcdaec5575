"""Fields of a payload from the entries of a profile's map. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from asean_sync.mapping.item import Media, Unit, language, media_key
from asean_sync.mapping.transforms import Setting, UntranslatableError, apply
from asean_sync.mapping.values import found_at, media_field, media_problems
from asean_sync.profiles.document import Profile
from asean_sync.profiles.mapping import Content, Each, EachLanguage, MapEntry

MOST_ELEMENTS = 10_000


@dataclass(frozen=True, slots=True)
class Scope:
    """What paths see here, and the files shown here."""

    root: Mapping[str, Any]
    media: tuple[Media, ...]
    place: str = ""

    def at(self, name: str) -> "Scope":
        return Scope(self.root, self.media, f"{self.place}{name}")

    def below(self, name: str) -> "Scope":
        return Scope(self.root, self.media, f"{self.place}{name}.")


class Rendering:
    """Collects problems and the media shown while a payload is made."""

    def __init__(self, unit: Unit, profile: Profile, root: Mapping[str, Any]) -> None:
        self._unit = unit
        self._profile = profile
        self._top = Scope(root, unit.media)
        self._setting = Setting(profile.lookups, profile.public_base)
        self.problems: list[str] = []
        self.media: dict[str, Media] = {}

    def fields(
        self, entries: Mapping[str, MapEntry], scope: Scope | None = None
    ) -> dict[str, Any]:
        scope = scope or self._top
        found: dict[str, Any] = {}
        for name, entry in entries.items():
            here = scope.at(name)
            value = self._value(entry, here)
            if value is not None:
                found[name] = value
            elif entry.required:
                self.problems.append(f"{here.place}: nothing at {entry.path}")
        return found

    def show_all(self) -> None:
        """A standard payload shows every file of its language."""
        for media in self._top.media:
            self._show(media)

    def _show(self, media: Media) -> str:
        key = media_key(self._unit.first.key, media.asset_version_id)
        if key not in self.media:
            self.media[key] = media
            self.problems += media_problems(media, self._profile)
        return key

    def _value(self, entry: MapEntry, scope: Scope) -> Any:
        try:
            value = self._source(entry, scope)
            for step in entry.then:
                value = apply(value, step, self._setting)
        except UntranslatableError as error:
            self.problems.append(f"{scope.place}: {error}")
            return None
        return None if value == "" else value

    def _source(self, entry: MapEntry, scope: Scope) -> Any:
        if entry.path is not None:
            return found_at(entry.path, scope.root)
        if entry.object is not None:
            return self.fields(entry.object, scope.below(""))
        if entry.media is not None:
            return self._shown(entry, scope)
        return self._repeated(entry, scope)

    def _repeated(self, entry: MapEntry, scope: Scope) -> Any:
        if entry.languages is not None:
            return self._languages(entry.languages, scope)
        if entry.each is not None:
            return self._each(entry.each, scope)
        if entry.array is not None:
            return self._listed(entry.array, scope)
        return entry.const

    def _listed(self, entries: list[MapEntry], scope: Scope) -> list[Any]:
        values = [
            self._value(one, scope.at(f"[{place}]"))
            for place, one in enumerate(entries)
        ]
        return [value for value in values if value is not None]

    def _languages(self, block: EachLanguage, scope: Scope) -> Any:
        found: dict[str, Any] = {}
        for lang, released in self._unit.languages.items():
            bound = language(released, self._profile)
            inner = Scope(
                {**scope.root, "language": bound},
                released.media,
                f"{scope.place}[{lang}]",
            )
            value = self._content(block, inner)
            if value is not None:
                found[str(bound["target_code"])] = value
        return found if block.shape == "object" else list(found.values())

    def _each(self, block: Each, scope: Scope) -> list[Any] | None:
        listed = found_at(block.path, scope.root)
        if listed is None:
            return None
        if not isinstance(listed, list) or len(listed) > MOST_ELEMENTS:
            raise UntranslatableError(f"{block.path} is no list of bearable length")
        values = [
            self._content(
                block,
                Scope(
                    {**scope.root, "it": one}, scope.media, f"{scope.place}[{place}]"
                ),
            )
            for place, one in enumerate(listed)
        ]
        return [value for value in values if value is not None]

    def _content(self, block: Content, scope: Scope) -> Any:
        if block.fields is not None:
            return self.fields(block.fields, scope.below(""))
        if block.value is None:
            return None
        value = self._value(block.value, scope)
        if value is None and block.value.required:
            self.problems.append(f"{scope.place}: nothing at {block.value.path}")
        return value

    def _shown(self, entry: MapEntry, scope: Scope) -> list[dict[str, Any]]:
        assert entry.media is not None  # noqa: S101 -- asked by the caller
        wanted, shown = entry.media, []
        for media in sorted(scope.media, key=lambda one: (one.ordinal, one.role)):
            if wanted.roles is not None and media.role not in wanted.roles:
                continue
            key = self._show(media)
            one = {
                name: media_field(media, source, key, self._profile)
                for name, source in wanted.fields.items()
            }
            shown.append(
                {name: value for name, value in one.items() if value is not None}
            )
        return shown
