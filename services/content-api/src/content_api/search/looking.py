"""A search in one state of the index: whole, else nearly so, else in part.

Everything here blocks: call it in a thread.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from content_api.search.asking.question import Question
from content_api.search.asking.ranking import Ranked, Ranking, Wanted
from content_api.search.asking.spelling import Meant, Spelling
from content_api.search.index.reading import Opened
from content_api.search.schemas import Matched


@dataclass(frozen=True, slots=True)
class Answer:
    """The page, what it answers, and what was perhaps meant."""

    ranked: Ranked
    question: Question
    matched: Matched
    meant: tuple[str, ...] = ()

    @property
    def ids(self) -> Sequence[UUID]:
        return self.ranked.ids


def look_up(opened: Opened, asked: Question, wanted: Wanted) -> Answer:
    ranking = Ranking(opened, wanted)
    found = ranking.page(asked)
    if found.total or asked.phrases:
        # Who quotes means these words and no others.
        return Answer(found, asked, Matched.ALL)
    meant = Spelling(opened, ranking).meant(asked)
    if meant is not None:
        return _similar(ranking, meant)
    found = ranking.some(asked)
    if found.total:
        return Answer(found, asked, Matched.SOME)
    return Answer(found, asked, Matched.ALL)


def touches(
    opened: Opened, question: Question, wanted: Wanted, names: frozenset[str]
) -> bool:
    """Whether any of these documents could be in the answer."""
    return Ranking(opened, wanted).touches(question, names)


def _similar(ranking: Ranking, meant: Meant) -> Answer:
    page = ranking.page(meant.question)
    return Answer(page, meant.question, Matched.SIMILAR, meant.words)
