"""What a service counts, and the closed port where Prometheus reads it.

To count costs an addition. A scrape is put together when it is asked for, in a thread
of its own, so that it comes also while the loop is stuck; figures of the database are
asked for then, over one short connection.
"""

from bisect import bisect_left
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, Literal, Protocol

import psycopg
import structlog
from prometheus_client import CollectorRegistry, ProcessCollector, start_http_server
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
)
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from typing_extensions import override

log = structlog.get_logger()
CLOSED = "127.0.0.1"
PATIENCE_MS = 2000
BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
# Of the buckets of a histogram, the last of which holds everything.
LABELS = (*map(str, BOUNDS), "+Inf")
# A caller may invent methods without end; those are told as one.
OTHER = "other"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", OTHER})
REQUESTS = "phohien_request_duration_seconds"
DATABASE_UP = "phohien_database_up"

Row = Sequence[Any]
Kind = Literal["gauge", "counter", "histogram"]
# Beside the buckets of a histogram: how much all of it was together.
SUM = "sum"


class Requests:
    """How many, how they ended and how long they took, by route."""

    __slots__ = ("_rows",)

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str, int], list[float]] = {}

    def note(self, method: str, route: str, status: int, seconds: float) -> None:
        key = (method, route, status // 100)
        row = self._rows.get(key)
        if row is None:
            if method not in METHODS:
                self.note(OTHER, route, status, seconds)
                return
            row = self._rows[key] = [0.0] * (len(BOUNDS) + 2)
        row[bisect_left(BOUNDS, seconds)] += 1
        row[-1] += seconds

    def family(self) -> HistogramMetricFamily:
        told = HistogramMetricFamily(
            REQUESTS,
            "Requests by route and how they ended, and how long they took.",
            labels=["method", "route", "status"],
        )
        for (method, route, status), row in list(self._rows.items()):
            *counts, seconds = list(row)
            labels = [method, route, f"{status}xx"]
            told.add_metric(labels, _buckets(counts), seconds)
        return told


@dataclass(frozen=True, slots=True)
class Figure:
    """One name; each row of it is the values of its labels, then the number.

    A row of a histogram has, before the number, the bound of its bucket or SUM.
    """

    name: str
    text: str
    labels: tuple[str, ...] = ()
    kind: Kind = "gauge"

    def family(self, rows: Iterable[Row]) -> Metric:
        if self.kind == "histogram":
            return self._histogram(rows)
        made = CounterMetricFamily if self.kind == "counter" else GaugeMetricFamily
        told = made(self.name, self.text, labels=self.labels)
        for *labels, value in rows:
            told.add_metric([str(label) for label in labels], float(value))
        return told

    def _histogram(self, rows: Iterable[Row]) -> Metric:
        told = HistogramMetricFamily(self.name, self.text, labels=self.labels)
        found: dict[tuple[str, ...], dict[str, float]] = {}
        for *labels, bound, value in rows:
            place = tuple(str(label) for label in labels)
            found.setdefault(place, {})[str(bound)] = float(value)
        for place, counts in found.items():
            buckets = _buckets(counts.get(bound, 0.0) for bound in LABELS)
            told.add_metric(place, buckets, counts.get(SUM, 0.0))
        return told


def _buckets(counts: Iterable[float]) -> list[tuple[str, float]]:
    """Each bound, and how many are not above it."""
    return list(zip(LABELS, accumulate(counts), strict=True))


@dataclass(frozen=True, slots=True)
class Inside:
    """A figure the process knows itself."""

    figure: Figure
    read: Callable[[], Iterable[Row]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure the database knows."""

    figure: Figure
    sql: str
    values: Mapping[str, Any] = field(default_factory=dict)


class Pool(Protocol):
    """Connections: in use, open but unused, and how many there may be."""

    @property
    def connections(self) -> Callable[[], tuple[int, int, int]]: ...


def of_databases(**databases: Pool) -> Inside:
    """How many connections each role holds, and how many of them work."""

    def rows() -> Iterable[Row]:
        for role, database in databases.items():
            busy, idle, most = database.connections()
            yield role, "busy", busy
            yield role, "idle", idle
            yield role, "most", most

    text = "Connections by role: in use, open but unused, and how many there may be."
    return Inside(Figure("phohien_database_connections", text, ("role", "state")), rows)


def of_queue(queue: str) -> tuple[Asked, ...]:
    """How much work waits in a queue, and for how long."""
    values = {"queue": queue}
    return (
        Asked(
            Figure("phohien_queue_jobs", "Jobs by state.", ("queue", "state")),
            "SELECT queue_name, status, count(*) FROM jobs.procrastinate_jobs"
            " WHERE queue_name = %(queue)s AND status IN ('todo', 'doing', 'failed')"
            " GROUP BY 1, 2",
            values,
        ),
        Asked(
            Figure(
                "phohien_queue_oldest_seconds",
                "How long the oldest job that could be done waits.",
                ("queue",),
            ),
            "SELECT %(queue)s, coalesce(extract(epoch FROM now() - min(w.since)), 0)"
            " FROM (SELECT greatest(min(e.at), j.scheduled_at) AS since"
            " FROM jobs.procrastinate_jobs j"
            " JOIN jobs.procrastinate_events e ON e.job_id = j.id"
            " WHERE j.queue_name = %(queue)s AND j.status = 'todo'"
            " GROUP BY j.id) w WHERE w.since <= now()",
            values,
        ),
    )


class Figures(Collector):
    """All that one process tells."""

    def __init__(
        self,
        requests: Requests,
        *,
        inside: Sequence[Inside] = (),
        asked: Sequence[Asked] = (),
        url: str,
    ) -> None:
        self._requests, self._inside, self._asked = requests, inside, asked
        self._url = url

    def describe(self) -> Iterable[Metric]:
        """The names alone: nobody is asked."""
        yield Requests().family()
        named: list[Inside | Asked] = [*self._inside, *self._asked]
        for one in named:
            yield one.figure.family(())
        yield Figure(DATABASE_UP, "").family(())

    @override
    def collect(self) -> Iterable[Metric]:
        yield self._requests.family()
        for one in self._inside:
            yield one.figure.family(one.read())
        yield from self._of_the_database()

    def _of_the_database(self) -> list[Metric]:
        told: list[Metric] = []
        up = Figure(DATABASE_UP, "1 when the database answered this scrape.")
        try:
            with psycopg.connect(
                self._url,
                connect_timeout=2,
                autocommit=True,
                application_name="metrics",
                options=f"-c statement_timeout={PATIENCE_MS}",
            ) as connection:
                for one in self._asked:
                    rows = connection.execute(one.sql.encode(), one.values).fetchall()
                    told.append(one.figure.family(rows))
        except psycopg.Error as error:
            log.warning("metrics_without_database", error=type(error).__name__)
            return [*told, up.family([(0,)])]
        return [*told, up.family([(1,)])]


@contextmanager
def served(figures: Figures, port: int) -> Generator[None]:
    """On this machine only, and only where a port is set."""
    if not port:
        yield
        return
    registry = CollectorRegistry()
    registry.register(figures)
    ProcessCollector(registry=registry)
    try:
        server, thread = start_http_server(port, CLOSED, registry)
    except OSError:
        # Another process of this service has it; that is no reason not to serve.
        log.warning("metrics_port_taken", port=port)
        yield
        return
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
