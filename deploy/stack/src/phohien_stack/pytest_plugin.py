"""Fixtures every test tree shares: real servers once a run, a database once a worker.

With xdist the controller owns the servers and tells the workers where they are; without
it they start when the first test asks. They end with the process that started them.
"""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from hypothesis import HealthCheck, settings

from phohien_stack import databases
from phohien_stack.databases import Urls
from phohien_stack.embedded import throwaway
from phohien_stack.embedded.addresses import REGION
from phohien_stack.store import Store

POSTGRES = "PHOHIEN_TEST_POSTGRES_URL"
STORE = "PHOHIEN_TEST_S3"
SERVERS = pytest.StashKey[ExitStack]()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "soak: the full figures, run before a release")
    config.addinivalue_line("markers", "proof: too much for tier 1, run in tier 2")
    # A busy machine is no fault of a law: no example is timed.
    slow = [HealthCheck.too_slow]
    settings.register_profile(
        "untimed", parent=settings(), deadline=None, suppress_health_check=slow
    )
    settings.load_profile("untimed")
    config.stash[SERVERS] = ExitStack()
    is_worker = hasattr(config, "workerinput")
    is_controller = config.getoption("dist", "no") != "no" and not is_worker
    only_shows = config.option.collectonly or config.option.help
    if is_controller and not only_shows:
        _start_postgres(config)
        _start_store(config)


def pytest_unconfigure(config: pytest.Config) -> None:
    if servers := config.stash.get(SERVERS, None):
        servers.close()


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Tests of the second and third tier run when they are asked for by name."""
    later = [tier for tier in ("proof", "soak") if tier not in config.option.markexpr]
    left = [item for item in items if any(map(item.get_closest_marker, later))]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


@pytest.fixture(scope="session")
def postgres(pytestconfig: pytest.Config) -> str:
    """The server's own address; ask for `urls` or `fresh_urls` instead."""
    return os.environ.get(POSTGRES) or _start_postgres(pytestconfig)


@pytest.fixture(scope="session")
def urls(postgres: str) -> Urls:
    """A fully migrated database with the shipped lists, one a worker."""
    return databases.clone(postgres, os.environ.get("PYTEST_XDIST_WORKER", "main"))


@pytest.fixture
def fresh_urls(postgres: str) -> Iterator[Urls]:
    """A fully migrated database for one test alone."""
    database = databases.clone(postgres, "fresh")
    yield database
    databases.drop(postgres, database)


@pytest.fixture(scope="session")
def s3(pytestconfig: pytest.Config) -> Store:
    """A bucket of its own for each worker."""
    given = os.environ.get(STORE) or _start_store(pytestconfig)
    store = Store(**json.loads(given), bucket=f"test-{secrets.token_hex(4)}")
    store.client().make_bucket(store.bucket)
    return store


def _start_postgres(config: pytest.Config) -> str:
    opened = throwaway.throwaway_postgres(in_memory=True)
    server = config.stash[SERVERS].enter_context(opened)
    databases.build_template(server.url())
    return _tell(config, POSTGRES, server.url())


def _start_store(config: pytest.Config) -> str:
    server = config.stash[SERVERS].enter_context(throwaway.throwaway_seaweed())
    address = {
        "endpoint": server.endpoint,
        "access_key": server.keys.access,
        "secret_key": server.keys.secret,
        "region": REGION,
        "secure": False,
    }
    return _tell(config, STORE, json.dumps(address))


def _tell(config: pytest.Config, name: str, value: str) -> str:
    """Through the environment: xdist's workers inherit it."""
    os.environ[name] = value
    config.stash[SERVERS].callback(os.environ.pop, name, None)
    return value
