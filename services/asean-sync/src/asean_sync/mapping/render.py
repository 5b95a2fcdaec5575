"""The payload of one object, and the hash that says whether it changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jmespath

from asean_sync.mapping.item import Media, Released, context, media_key
from asean_sync.mapping.selection import why_not
from asean_sync.mapping.transforms import Setting, UntranslatableError, apply
from asean_sync.profiles.document import Profile
from asean_sync.profiles.mapping import MapEntry, MediaField
from phohien.canonical import canonical_json, sha256_hex

# Stands in a payload for what only the target knows, until the moment of sending.
MARK = "$remote"


@dataclass(frozen=True, slots=True)
class RemoteMedia:
    """What the target calls a picture or document it already holds."""

    id: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Rendered:
    """A payload ready but for the target's own ids, or the reasons there is none."""

    payload: dict[str, Any]
    hash: str
    media: tuple[Media, ...]
    problems: tuple[str, ...]


def render_item(released: Released, profile: Profile) -> Rendered:
    if released.lang not in profile.languages:
        return _none(f"the target takes no {released.lang}")
    root = context(released, profile)
    reason = why_not(profile.select, root)
    if reason:
        return _none(reason)
    work = _Rendering(released, profile, root)
    payload = work.fields(profile.map)
    media = tuple(work.media.values())
    return Rendered(
        payload, content_hash(payload, profile, media), media, tuple(work.problems)
    )


def render_media(key: str, media: Media, profile: Profile) -> Rendered:
    """The form sent with the file; the path to the bytes is no part of the hash."""
    assert profile.media is not None  # noqa: S101 -- only asked for when a map shows media
    form = {
        name: _media_field(media, source, key)
        for name, source in profile.media.form.items()
    }
    payload = {name: value for name, value in form.items() if value is not None}
    problems = _media_problems(media, profile)
    # A target that cannot change a file's form is sent the file once.
    calls = profile.endpoints.media
    lasting = payload if calls is not None and calls.update is not None else {}
    digest = content_hash(lasting, profile, (media,))
    return Rendered(payload, digest, (media,), problems)


def content_hash(
    payload: Mapping[str, Any], profile: Profile, media: tuple[Media, ...]
) -> str:
    lasting = {
        name: value for name, value in payload.items() if name not in profile.volatile
    }
    digests = sorted({one.sha256 for one in media})
    return sha256_hex(canonical_json({"payload": lasting, "media": digests}))


def fill(payload: Any, remotes: Mapping[str, RemoteMedia]) -> Any:
    """The payload with the target's own ids; KeyError names media not there yet."""
    if isinstance(payload, list):
        return [fill(item, remotes) for item in payload]
    if not isinstance(payload, dict):
        return payload
    if MARK in payload:
        remote = remotes[payload["key"]]
        return remote.id if payload[MARK] == "remote_id" else remote.url
    return {name: fill(value, remotes) for name, value in payload.items()}


def _none(reason: str) -> Rendered:
    return Rendered({}, "", (), (reason,))


def _media_problems(media: Media, profile: Profile) -> tuple[str, ...]:
    most = profile.limits.max_media_mb * 1024 * 1024
    if media.bytes > most:
        allowed = profile.limits.max_media_mb
        size = f"{media.filename} has {media.bytes} bytes"
        return (f"{size}; the target takes {allowed} MB",)
    return ()


def _media_field(media: Media, source: MediaField, key: str) -> Any:
    if source == "remote_key":
        return key
    if source in {"remote_id", "remote_url"}:
        return {MARK: source, "key": key}
    return getattr(media, source)


class _Rendering:
    """Collects problems and the media shown while a payload is made."""

    def __init__(
        self, released: Released, profile: Profile, root: dict[str, Any]
    ) -> None:
        self._released = released
        self._profile = profile
        self._root = root
        self._setting = Setting(profile.lookups, profile.public_base)
        self.problems: list[str] = []
        self.media: dict[str, Media] = {}

    def fields(
        self, entries: Mapping[str, MapEntry], place: str = ""
    ) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, entry in entries.items():
            value = self._value(entry, f"{place}{name}")
            if value is not None:
                found[name] = value
            elif entry.required:
                self.problems.append(f"{place}{name}: nothing at {entry.path}")
        return found

    def _value(self, entry: MapEntry, place: str) -> Any:
        if entry.object is not None:
            return self.fields(entry.object, f"{place}.")
        if entry.media is not None:
            return self._shown(entry)
        value = entry.const
        if entry.path is not None:
            value = jmespath.search(entry.path, self._root)
        try:
            for step in entry.then:
                value = apply(value, step, self._setting)
        except UntranslatableError as error:
            self.problems.append(f"{place}: {error}")
            return None
        return None if value == "" else value

    def _shown(self, entry: MapEntry) -> list[dict[str, Any]]:
        assert entry.media is not None  # noqa: S101 -- asked by the caller
        wanted = entry.media
        shown = []
        for media in sorted(
            self._released.media, key=lambda one: (one.ordinal, one.role)
        ):
            if wanted.roles is not None and media.role not in wanted.roles:
                continue
            key = media_key(self._released.key, media.asset_version_id)
            self.media[key] = media
            self.problems += _media_problems(media, self._profile)
            one = {
                name: _media_field(media, source, key)
                for name, source in wanted.fields.items()
            }
            shown.append(
                {name: value for name, value in one.items() if value is not None}
            )
        return shown
