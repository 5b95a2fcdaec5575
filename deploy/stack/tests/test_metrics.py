"""The closed port of each service; and nothing watches a figure that does not exist."""

import json
import re
from collections.abc import Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import httpx
import pytest
import yaml
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families

from asean_sync import app as sync
from asean_sync.settings import Settings as SyncSettings
from assets_api import app as assets
from assets_api.settings import Settings as AssetsSettings
from content_api import app as content
from content_api.settings import Settings as ContentSettings
from phohien.metrics import DATABASE_UP, REQUESTS
from phohien.settings import S3Settings
from phohien_stack.embedded.ports import Ports

DEPLOY = Path(__file__).parents[2]
ALERTS = DEPLOY / "prometheus/alerts.yml"
DASHBOARD = DEPLOY / "grafana/phohien.json"
NAME = re.compile(r"\b(?:phohien|process)_[a-z_]+")
# Prometheus adds these to what a service tells.
ADDED = re.compile(r"_(?:bucket|count|sum|total)$")
SERVICES = ("content", "assets", "sync")


@pytest.fixture
def port() -> Iterator[int]:
    with closing(Ports()) as held:
        yield held.free()


@pytest.fixture
def make_app(urls, s3, port):
    """The app of a service with its closed port."""
    given = {"database_url": urls.owner, "metrics_port": port}
    store = S3Settings(**s3.__dict__)

    def make(name: str) -> FastAPI:
        if name == "assets":
            return assets.create_app(AssetsSettings(**given, s3=store))
        if name == "sync":
            return sync.create_app(SyncSettings(**given))
        return content.create_app(ContentSettings(**given))

    return make


@asynccontextmanager
async def scraped(app: FastAPI, port: int):
    """Asks the service something, then for its figures."""
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://test"
        ) as client,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as prometheus,
    ):
        await client.get("/health/ready")
        answer = await prometheus.get("/metrics")
        yield {one.name: one for one in text_string_to_metric_families(answer.text)}


def watched() -> dict[str, set[str]]:
    """Names of figures in the rules and on the dashboard."""
    rules = yaml.safe_load(ALERTS.read_text("utf-8"))
    dashboard = json.loads(DASHBOARD.read_text("utf-8"))
    asked = {
        "alerts": [
            rule["expr"] for group in rules["groups"] for rule in group["rules"]
        ],
        "dashboard": [
            target["expr"]
            for panel in dashboard["panels"]
            for target in panel.get("targets", [])
        ],
    }
    return {
        place: {ADDED.sub("", name) for text in texts for name in NAME.findall(text)}
        for place, texts in asked.items()
    }


@pytest.mark.parametrize("name", SERVICES)
async def test_a_service_tells_all_it_declares_on_its_closed_port(
    make_app, port, name
) -> None:
    async with scraped(make_app(name), port) as told:
        requests, up = told[REQUESTS], told[DATABASE_UP]

    ready = {
        sample.labels["status"]
        for sample in requests.samples
        if sample.labels["route"] == "/health/ready"
    }
    assert ready == {"2xx"}
    assert [sample.value for sample in up.samples] == [1]
    assert told["phohien_database_connections"].samples
    assert told["process_resident_memory_bytes"].samples


async def test_what_is_watched_exists(make_app, port) -> None:
    known: set[str] = set()
    for name in SERVICES:
        async with scraped(make_app(name), port) as told:
            known |= {ADDED.sub("", figure) for figure in told}

    places = watched()
    assert {place: names - known for place, names in places.items()} == {
        "alerts": set(),
        "dashboard": set(),
    }
    assert all(places.values())
    ours = {name for name in known if name.startswith("phohien_")}
    assert ours - places["alerts"] - places["dashboard"] == set(), "nobody looks at it"


def test_every_rule_says_what_to_do() -> None:
    rules = yaml.safe_load(ALERTS.read_text("utf-8"))
    every = [rule for group in rules["groups"] for rule in group["rules"]]
    operations = (DEPLOY.parent / "docs/operations.md").read_text("utf-8")

    assert len({rule["alert"] for rule in every}) == len(every)
    for rule in every:
        assert rule["labels"]["severity"] in {"page", "ticket"}, rule["alert"]
        assert rule["annotations"].keys() == {"summary", "action"}, rule["alert"]
        assert rule["alert"] in operations, rule["alert"]
