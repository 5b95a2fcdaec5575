"""All the figures of one process."""

from asean_sync.monitoring.asked import ASKED
from phohien import metrics, urls
from phohien.db import Database


def figures(
    requests: metrics.Requests, database: Database, url: str
) -> metrics.Figures:
    return metrics.Figures(
        requests,
        inside=[metrics.of_databases(sync=database)],
        asked=ASKED,
        url=urls.libpq(url),
    )
