"""What the blocks of any profile say against each other, and where. Pure."""

import re
from collections.abc import Iterator, Mapping

from asean_sync.profiles.document import Problem, Profile
from asean_sync.profiles.mapping import HELD_THERE, MapEntry, Transform

Place = tuple[str | int, ...]
# What the client, the signature or `auth` says.
OURS = frozenset(
    {"authorization", "connection", "content-length", "cookie", "host"}
    | {"accept-encoding", "transfer-encoding", "signature", "signature-input"}
    | {"content-digest", "webhook-id", "webhook-timestamp", "webhook-signature"}
)
# What a profile can name of a standard payload without mapping it.
FIELDS = {
    "ninjs": {"embargoedUntil", "expires", "version", "versionCreated"},
    "schema_org": {"expires", "mainEntityOfPage"},
    "oai_dc": {"date"},
}
SECRETIVE = re.compile(r"api-?_?key|token|secret|passw", re.IGNORECASE)
# Base64 is made in memory, and one worker holds several objects.
MOST_BASE64_MB = 32


def problems(profile: Profile) -> Iterator[Problem]:
    entries = dict(_entries(profile.map, ("map",)))
    yield from _of_units(profile)
    yield from _of_formats(profile)
    yield from _of_names(profile)
    yield from _of_media(profile, entries)
    for place, entry in entries.items():
        for step in entry.then:
            name = step.lookup if isinstance(step, Transform) else None
            if name and name not in profile.lookups:
                yield place, f"lookup {name!r} is not in lookups"


def _of_units(profile: Profile) -> Iterator[Problem]:
    key = "{key}" if profile.per_item else "{key}.{lang}"
    if profile.key != key:
        yield ("key",), f"unit {profile.unit} has the key {key!r}"
    for name in profile.headers:
        if name.lower() in OURS:
            yield ("headers", name), f"headers: {name} is not a profile's to set"
        elif SECRETIVE.search(name):
            why = "a secret is never written down here: use auth.api_key"
            yield ("headers", name), f"headers: {name}: {why}"


def _of_formats(profile: Profile) -> Iterator[Problem]:
    if profile.format is None and not profile.map:
        yield ("map",), "give map, format, or both: nothing says what is sent"
    if profile.format is not None and profile.per_item:
        yield ("format",), f"{profile.format} is one language: the unit is per_language"


def _of_names(profile: Profile) -> Iterator[Problem]:
    """A field that is not mapped would silently protect nothing."""
    files = profile.media
    known = set(profile.map)
    if profile.format is not None:
        known |= FIELDS[profile.format]
    if files is not None:
        known |= {*files.form, *files.const, files.file_field}
    for block in ("volatile", "write_only"):
        for index, name in enumerate(getattr(profile, block)):
            if name not in known and name.partition(".")[0] not in known:
                yield (block, index), f"{block}: no field {name!r} is mapped"


def _of_media(profile: Profile, entries: Mapping[Place, MapEntry]) -> Iterator[Problem]:
    media, public = profile.media, []
    for place, entry in entries.items():
        fields = set(entry.media.fields.values()) if entry.media is not None else set()
        if media is None and fields & HELD_THERE:
            yield place, "a mapped field shows media but there is no media block"
        if "public_url" in fields:
            public.append(place)
    if media is not None:
        if "public_url" in media.form.values() or media.mode == "url":
            public.append(("media",))
        if media.mode == "base64" and profile.limits.max_media_mb > MOST_BASE64_MB:
            why = f"base64 needs max_media_mb of at most {MOST_BASE64_MB}"
            yield ("limits", "max_media_mb"), why
    if public and not profile.public_base:
        yield public[0], "public_url needs public_base"


def _entries(
    named: Mapping[str, MapEntry] | Mapping[int, MapEntry], place: Place
) -> Iterator[tuple[Place, MapEntry]]:
    for name, entry in named.items():
        here = (*place, name)
        yield here, entry
        yield from _entries(entry.object or {}, (*here, "object"))
        yield from _entries(dict(enumerate(entry.array or [])), (*here, "array"))
        for block in ("languages", "each"):
            inner = getattr(entry, block)
            if inner is not None:
                yield from _entries(inner.fields or {}, (*here, block, "fields"))
                value = {"value": inner.value} if inner.value else {}
                yield from _entries(value, (*here, block))
