"""Targets of other shapes at work beside the usual world."""

from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.standins.gateway.app import Gateway
from tests.standins.gateway.app import create_app as gateway_app
from tests.standins.registry.app import Registry
from tests.standins.registry.app import create_app as registry_app
from tests.standins.served import served

STANDINS = Path(__file__).parents[4] / "tests" / "standins"


@pytest.fixture
def profile_of():
    def read(name):
        return (STANDINS / name / "profile.yaml").read_text(encoding="utf-8")

    return read


@pytest.fixture
def at_address(world, monkeypatch):
    """The operator points the target somewhere else, and activates its profile."""

    @asynccontextmanager
    async def point(app, profile, **variables):
        async with served(app) as url:
            for name, value in {"PHOHIEN_STANDIN_URL": url, **variables}.items():
                monkeypatch.setenv(name, value)
            await world.activate(profile)
            yield url

    return point


@pytest.fixture
async def registry(at_address, profile_of):
    held = Registry()
    app = registry_app(held)
    words = {
        "PHOHIEN_REGISTRY_CLIENT": held.client,
        "PHOHIEN_REGISTRY_WORD": held.word,
    }
    async with at_address(app, profile_of("registry"), **words):
        yield held


@pytest.fixture
async def gateway(at_address, profile_of):
    held = Gateway()
    app = gateway_app(held)
    words = {"PHOHIEN_GATEWAY_SECRET": held.secret}
    async with at_address(app, profile_of("gateway"), **words):
        yield held
