"""Single values of a payload: what is told of a file, and what stands for later."""

import re
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.parser import ParsedResult

from asean_sync.mapping.item import Media, chosen_id
from asean_sync.mapping.transforms import UntranslatableError
from asean_sync.profiles.document import Profile
from asean_sync.profiles.mapping import MediaField

# Stands in a payload for what only the target knows, until the moment of sending.
MARK = "$remote"


_NAMES = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")


@lru_cache(maxsize=4096)
def _compiled(path: str) -> ParsedResult:
    """Profiles are few and closed; the library's own cache forgets at random."""
    return jmespath.compile(path)


@lru_cache(maxsize=4096)
def _names(path: str) -> tuple[str, ...]:
    """Of a path that only goes down by names, as nearly all do; else none."""
    return tuple(path.split(".")) if _NAMES.fullmatch(path) else ()


def found_at(path: str, root: Any) -> Any:
    """Raises UntranslatableError when a function of the path does not fit the data."""
    names = _names(path)
    if names:
        for name in names:
            root = root.get(name) if isinstance(root, dict) else None
        return root
    try:
        return _compiled(path).search(root)
    except JMESPathError as error:
        raise UntranslatableError(str(error).splitlines()[0]) from error


def media_field(media: Media, source: MediaField, key: str, profile: Profile) -> Any:
    inline = profile.media is not None and not profile.media.apart
    # Inside the object that shows it a file is named by its key, and has no address.
    if source == "remote_key" or (inline and source == "remote_id"):
        return key
    if source == "public_url":
        return urljoin(profile.public_base, media.path)
    if source == "remote_id" and profile.ids is not None:
        return chosen_id(profile, key)
    if source in {"remote_id", "remote_url"}:
        return None if inline else {MARK: source, "key": key}
    return getattr(media, source)


def media_problems(media: Media, profile: Profile) -> tuple[str, ...]:
    most = profile.limits.max_media_mb * 1024 * 1024
    if media.bytes > most:
        allowed = profile.limits.max_media_mb
        size = f"{media.filename} has {media.bytes} bytes"
        return (f"{size}; the target takes {allowed} MB",)
    return ()
