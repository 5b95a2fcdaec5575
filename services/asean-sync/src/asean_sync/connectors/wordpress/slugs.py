"""Our key in a slug, and back. WordPress has no other place every site lets us search.

A slug that is taken gets a number: posting a key twice makes `…-vi` and `…-vi-2`.
"""

import re

from phohien import languages

TWINS = range(2, 10)
_KEY = r"[a-z0-9]+-[a-z0-9-]+-[0-9a-hjkmnp-tv-z]{8}"
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_MEDIA = re.compile(rf"(?P<key>{_KEY})-m-(?P<version>{_UUID})(?:-[2-9])?")
_LANGUAGE = re.compile(
    rf"(?P<key>{_KEY})-(?P<lang>[a-z]{{2,3}}(?:-[a-z0-9]+)*?)(?:-[2-9])?"
)
_ITEM = re.compile(rf"(?P<key>{_KEY})(?:-[2-9])?")
_TRASHED = "__trashed"


def slug_of(key: str) -> str:
    return key.lower().replace(".", "-")


def twins_of(key: str) -> list[str]:
    """Every slug under which an object of this key may be there."""
    slug = slug_of(key)
    return [slug, *(f"{slug}-{number}" for number in TWINS)]


def key_of(slug: str) -> str | None:
    """None: this is nothing of ours."""
    slug = slug.removesuffix(_TRASHED)
    file = _MEDIA.fullmatch(slug)
    if file is not None:
        return f"{file['key']}.m.{file['version']}"
    item = _ITEM.fullmatch(slug)
    if item is not None:
        return item["key"]
    found = _LANGUAGE.fullmatch(slug)
    lang = languages.resolve(found["lang"]) if found is not None else None
    return None if found is None or lang is None else f"{found['key']}.{lang}"
