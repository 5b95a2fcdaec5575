import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from phohien import urls

ODD = "p w+%@/:'"


@pytest.mark.parametrize("host", ["127.0.0.1", None])
def test_an_odd_password_reaches_libpq_whole(host) -> None:
    url = urls.normal("postgresql://owner@/db").set(host=host, password=ODD)

    told = conninfo_to_dict(urls.libpq(url.render_as_string(hide_password=False)))

    assert (told["password"], told["user"], told["dbname"]) == (ODD, "owner", "db")
    assert told.get("host") == host


def test_a_socket_folder_is_kept() -> None:
    told = conninfo_to_dict(urls.libpq("postgresql://o:p@/db?host=/run/pg&port=5433"))

    assert (told["host"], told["port"]) == ("/run/pg", "5433")


def test_a_role_differs_from_its_owner_and_follows_it() -> None:
    first = urls.role_url("postgresql://o:one@h/db", "phohien_public")
    second = urls.role_url("postgresql://o:two@h/db", "phohien_public")

    assert "one" not in first
    assert first != second
    assert psycopg.conninfo.conninfo_to_dict(urls.libpq(first))["user"] == (
        "phohien_public"
    )


def test_a_missing_variable_is_named() -> None:
    with pytest.raises(KeyError, match="PHOHIEN_DATABASE_URL"):
        urls.of("CONTENT", None)
