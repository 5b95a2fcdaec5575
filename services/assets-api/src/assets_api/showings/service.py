"""The words a version is shown with, one set a language."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from assets_api.showings import queries
from assets_api.showings.queries import Showing
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


def best(words: Words, lang: str) -> Showing:
    """In the reader's language, else in Vietnamese, in English, in any."""
    wanted = (lang, *FIRST)
    return next(
        (words[one] for one in wanted if one in words), next(iter(words.values()))
    )
