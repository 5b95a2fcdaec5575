"""On a server of its own: roles belong to the whole cluster."""

import psycopg
import pytest

from phohien import bootstrap
from phohien import urls as addresses
from phohien_stack.embedded.throwaway import throwaway_postgres


@pytest.fixture(scope="module")
def owner_url():
    with throwaway_postgres() as server:
        yield server.url("postgres")


@pytest.fixture
def administrator(owner_url):
    with psycopg.connect(addresses.libpq(owner_url), autocommit=True) as it:
        yield it


def url_of(owner_url: str, username: str, password: str) -> str:
    url = addresses.normal(owner_url).set(username=username, password=password)
    return url.render_as_string(hide_password=False)


def test_an_owner_without_createrole_is_told_what_to_run(
    owner_url, administrator
) -> None:
    administrator.execute("CREATE ROLE modest LOGIN PASSWORD 'modest'")

    with pytest.raises(bootstrap.CreateRoleMissingError) as refusal:
        bootstrap.upgrade(url_of(owner_url, "modest", "modest"))

    assert all(role in str(refusal.value) for role in addresses.ROLES.values())


def test_runs_any_number_of_times(owner_url) -> None:
    bootstrap.upgrade(owner_url)
    bootstrap.upgrade(owner_url)

    psycopg.connect(addresses.libpq(addresses.of("PUBLIC", owner_url))).close()


def test_the_roles_follow_a_new_password_of_the_owner(owner_url, administrator) -> None:
    bootstrap.upgrade(owner_url)
    administrator.execute("CREATE ROLE other LOGIN SUPERUSER PASSWORD 'first'")
    other = url_of(owner_url, "other", "first")

    bootstrap.upgrade(other)

    psycopg.connect(addresses.libpq(addresses.of("CONTENT", other))).close()
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(addresses.libpq(addresses.of("CONTENT", owner_url)))
