"""All the figures of one process."""

from assets_api.monitoring.queries import ASKED
from phohien import metrics, urls
from phohien.db import Database


def figures(
    requests: metrics.Requests, database: Database, url: str
) -> metrics.Figures:
    return metrics.Figures(
        requests,
        inside=[metrics.of_databases(assets=database)],
        asked=ASKED,
        url=urls.libpq(url),
    )
