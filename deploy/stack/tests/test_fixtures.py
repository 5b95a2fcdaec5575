"""The fixtures every other test tree stands on."""

import io

import psycopg
import pytest

from phohien.urls import libpq


def names(url: str) -> set[str]:
    with psycopg.connect(libpq(url)) as connection:
        rows = connection.execute(
            "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_'"
        )
        return {name for (name,) in rows}


@pytest.mark.parametrize("role", ["content", "assets", "sync", "public", "login"])
def test_every_role_can_log_in(urls, role) -> None:
    with psycopg.connect(libpq(getattr(urls, role))) as connection:
        (user,) = connection.execute("SELECT current_user").fetchone()

    assert user == f"phohien_{role}"


def test_the_database_is_migrated(urls) -> None:
    assert names(urls.owner) >= {"audit", "access", "jobs", "content", "release"}


def test_a_fresh_database_is_another_one(urls, fresh_urls) -> None:
    assert fresh_urls.owner != urls.owner
    assert names(fresh_urls.owner) == names(urls.owner)


def test_vietnamese_letters_are_lowered_by_the_database(urls) -> None:
    with psycopg.connect(libpq(urls.owner)) as connection:
        (lower,) = connection.execute("SELECT lower('HƯNG YÊN, PHỐ HIẾN')").fetchone()

    assert lower == "hưng yên, phố hiến"


def test_the_bucket_takes_an_object_and_gives_it_back(s3) -> None:
    store = s3.client()
    store.put_object(s3.bucket, "ảnh/một hai.txt", io.BytesIO(b"sen"), 3)

    with store.get_object(s3.bucket, "ảnh/một hai.txt") as answer:
        assert answer.read() == b"sen"
