"""The payload of one object, and the hash that says whether it changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from asean_sync.mapping.fields import Rendering
from asean_sync.mapping.formats.made import made
from asean_sync.mapping.item import Media, Released, Unit, context
from asean_sync.mapping.transforms import NUMBER
from asean_sync.mapping.values import MARK, media_field, media_problems
from asean_sync.mapping.volatile import without
from asean_sync.profiles.document import Profile
from phohien.canonical import canonical_text, sha256_hex

_NUL = "\\u0000"  # as JSON writes it
UNKEEPABLE = "a NUL character in a text, which no database keeps"


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
    # Files that travel inside this object.
    inside: tuple[Media, ...] = ()
    # Of the whole payload, with what is volatile in it.
    sha256: str = ""


def render_item(released: Released | Unit, profile: Profile) -> Rendered:
    unit = (
        released
        if isinstance(released, Unit)
        else Unit(released.remote_key, {released.lang: released})
    )
    reason = excluded(unit, profile)
    if reason:
        return Rendered({}, "", (), (reason,))
    work = Rendering(unit, profile, context(unit, profile))
    payload = {**made(unit, profile), **work.fields(profile.map)}
    if profile.format is not None:
        work.show_all()
    media = tuple(work.media.values())
    # Files that stay where they are need not be at the target first.
    files = profile.media
    needed = media if files is not None and files.apart else ()
    inside = media if files is not None and not files.apart else ()
    text = canonical_text(payload)
    digest = content_hash(payload, profile, media, text)
    nul = _NUL in text and _has_nul(payload)
    problems = (*work.problems, *([UNKEEPABLE] if nul else []))
    whole = sha256_hex(text.encode())
    return Rendered(payload, digest, needed, problems, inside, whole)


def _has_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" in value
    if isinstance(value, dict):
        return any(_has_nul(one) for one in (*value, *value.values()))
    return isinstance(value, list) and any(map(_has_nul, value))


def excluded(unit: Unit, profile: Profile) -> str | None:
    """Why the profile does not want this at all."""
    if not unit.languages.keys() & profile.languages.keys():
        return f"the target takes no {', '.join(unit.languages)}"
    return unit.first.excluded


def render_media(key: str, media: Media, profile: Profile) -> Rendered:
    """The form sent with the file; the path to the bytes is no part of the hash."""
    assert profile.media is not None  # noqa: S101 -- only asked for when a map shows media
    form = {
        name: media_field(media, source, key, profile)
        for name, source in profile.media.form.items()
    }
    payload = {name: value for name, value in form.items() if value is not None}
    payload |= profile.media.const
    if profile.media.mode == "url":
        payload[profile.media.file_field] = urljoin(profile.public_base, media.path)
    problems = media_problems(media, profile)
    text = canonical_text(payload)
    if profile.files_change:
        digest = content_hash(payload, profile, (media,), text)
    else:
        # Its form cannot be changed at the target, so that it is sent once.
        digest = content_hash({}, profile, (media,))
    whole = sha256_hex(text.encode())
    return Rendered(payload, digest, (media,), problems, sha256=whole)


def content_hash(
    payload: Mapping[str, Any],
    profile: Profile,
    media: tuple[Media, ...],
    text: str | None = None,
) -> str:
    """Of `{"media": […], "payload": …}`. `text`: the payload's canonical one."""
    if profile.volatile or text is None:
        text = canonical_text(without(payload, profile.volatile))
    digests = canonical_text(sorted({one.sha256 for one in media}))
    return sha256_hex(f'{{"media":{digests},"payload":{text}}}'.encode())


def fill(payload: Any, remotes: Mapping[str, RemoteMedia]) -> Any:
    """The payload with the target's own ids; KeyError names media not there yet."""
    if isinstance(payload, list):
        return [fill(item, remotes) for item in payload]
    if not isinstance(payload, dict):
        return payload
    if MARK in payload:
        remote = remotes[payload["key"]]
        return remote.id if payload[MARK] == "remote_id" else remote.url
    if NUMBER in payload:
        return float(payload[NUMBER])
    return {name: fill(value, remotes) for name, value in payload.items()}
