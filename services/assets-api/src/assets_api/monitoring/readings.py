"""All the figures of one process."""

from assets_api.monitoring import counts
from assets_api.monitoring.queries import ASKED
from phohien import metrics, urls
from phohien.db import Database


def figures(
    requests: metrics.Requests,
    database: Database,
    counted: counts.Counts,
    *,
    scanner: str,
    url: str,
) -> metrics.Figures:
    return metrics.Figures(
        requests,
        inside=[
            metrics.of_databases(assets=database),
            *counted.figures(),
            counts.scanner(scanner),
        ],
        asked=ASKED,
        url=urls.libpq(url),
    )
