"""Counting, and the port where the counts are read."""

import socket
import urllib.request
from urllib.error import URLError

import pytest

from phohien import metrics
from phohien import urls as addresses
from phohien.metrics import Asked, Figure, Figures, Inside, Requests

NOWHERE = "postgresql://nobody@127.0.0.1:9/none"


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def page(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        return answer.read().decode()


def test_a_request_stands_in_the_bucket_of_its_time() -> None:
    requests = Requests()
    for seconds in (0.0005, 0.001, 0.02, 99.0):
        requests.note("GET", "/v1/items", 200, seconds)
    requests.note("GET", "/v1/items", 404, 0.1)

    told = {
        (sample.labels.get("le"), sample.labels["status"]): sample.value
        for sample in requests.family().samples
        if sample.name.endswith("_bucket")
    }
    assert told["0.001", "2xx"] == 2
    assert told["0.025", "2xx"] == 3
    assert told["10.0", "2xx"] == 3
    assert told["+Inf", "2xx"] == 4
    assert told["0.1", "4xx"] == 1


def test_invented_methods_are_one() -> None:
    requests = Requests()
    for number in range(50):
        requests.note(f"X{number}", "none", 405, 0.1)

    methods = {sample.labels["method"] for sample in requests.family().samples}
    assert methods == {"other"}


def test_figures_come_without_the_database_too(port) -> None:
    waiting = Asked(Figure("phohien_waiting", "Waiting."), "SELECT 1")
    level = Inside(Figure("phohien_level", "Level.", ("of",)), lambda: [("a b", 7)])
    figures = Figures(Requests(), inside=[level], asked=[waiting], url=NOWHERE)

    with metrics.served(figures, port):
        text = page(port)

    assert 'phohien_level{of="a b"} 7.0' in text
    assert "phohien_database_up 0.0" in text
    assert "process_resident_memory_bytes" in text


def test_what_the_database_knows_is_asked_at_the_scrape(urls, port) -> None:
    asked = metrics.of_queue("content")
    figures = Figures(Requests(), asked=asked, url=addresses.libpq(urls.owner))

    with metrics.served(figures, port):
        text = page(port)

    assert 'phohien_queue_oldest_seconds{queue="content"} 0.0' in text
    assert "phohien_database_up 1.0" in text


def test_a_port_that_is_taken_or_none_stops_nobody(port) -> None:
    figures = Figures(Requests(), url=NOWHERE)

    with metrics.served(figures, port), metrics.served(figures, port):
        assert page(port)
    with metrics.served(figures, 0), pytest.raises(URLError):
        page(port)
