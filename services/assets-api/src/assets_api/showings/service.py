"""The words a version is shown with, one set a language."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from assets_api.showings import queries
from assets_api.showings.shown import PublicVersion, Showing
from phohien.db import ReadSession

Words = Mapping[str, Showing]
"""By language; never empty."""

FIRST = ("vi", "en")


async def words_of(
    session: ReadSession, version_ids: Iterable[UUID]
) -> dict[UUID, dict[str, Showing]]:
    """Only versions that a live document shows are in the answer."""
    found: dict[UUID, dict[str, Showing]] = {}
    for one in await queries.showings_of(session, version_ids):
        found.setdefault(one.version_id, {}).setdefault(one.lang, one)
    return found


async def public_of(
    session: ReadSession, asset_ids: Iterable[UUID]
) -> dict[UUID, tuple[PublicVersion, Words]]:
    """What the public may see of these assets, with the words of its release."""
    versions = await queries.public_versions(session, asset_ids)
    words = await words_of(session, [one.version_id for one in versions.values()])
    return {
        asset_id: (one, words[one.version_id])
        for asset_id, one in versions.items()
        if one.version_id in words
    }


def best(words: Words, lang: str) -> Showing:
    """In the reader's language, else in Vietnamese, in English, in any."""
    wanted = (lang, *FIRST)
    return next(
        (words[one] for one in wanted if one in words), next(iter(words.values()))
    )
