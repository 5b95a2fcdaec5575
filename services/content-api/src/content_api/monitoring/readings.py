"""All the figures of one process, and those it knows itself."""

from collections.abc import Iterable

from content_api.lane.front import Front
from content_api.monitoring.queries import ASKED
from content_api.search.finder import Finder
from phohien import urls
from phohien.metrics import Figure, Figures, Inside, Pool, Row, of_databases

SEARCHED = Figure(
    "phohien_search_seq", "The last line of the change log that is in the index."
)
ANSWERS = Figure(
    "phohien_lane_answers",
    "Public reads by where the answer came from: kept, computed, passed on to the"
    " routes; limited when it was refused.",
    ("how",),
    "counter",
)
NOT_MODIFIED = Figure(
    "phohien_lane_not_modified", "Answers the caller had already.", (), "counter"
)
KEPT_BYTES = Figure("phohien_lane_kept_bytes", "Weight of the answers that are kept.")
KEPT = Figure("phohien_lane_kept_answers", "How many answers are kept.")
FRESH = Figure(
    "phohien_lane_fresh", "1 while kept answers count: the log was read to its end."
)


def figures(front: Front, finder: Finder, url: str, **databases: Pool) -> Figures:
    def searched() -> Iterable[Row]:
        seq = finder.seq()
        return () if seq is None else ((seq,),)

    return Figures(
        front.requests,
        inside=(
            of_databases(**databases),
            Inside(SEARCHED, searched),
            *_of_lane(front),
        ),
        asked=ASKED,
        url=urls.libpq(url),
    )


def _of_lane(front: Front) -> tuple[Inside, ...]:
    def answers() -> Iterable[Row]:
        counts = front.counts
        return (
            ("kept", counts.kept),
            ("computed", counts.computed),
            ("limited", counts.limited),
            ("passed_on", counts.passed_on),
        )

    def fresh() -> Iterable[Row]:
        return ((front.watch is not None and front.watch.fresh,),)

    return (
        Inside(ANSWERS, answers),
        Inside(NOT_MODIFIED, lambda: ((front.counts.not_modified,),)),
        Inside(KEPT_BYTES, lambda: ((front.shelf.bytes,),)),
        Inside(KEPT, lambda: ((len(front.shelf),),)),
        Inside(FRESH, fresh),
    )
