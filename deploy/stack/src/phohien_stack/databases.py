"""Making databases; for tests one migrated template and quick copies of it."""

import secrets
from dataclasses import dataclass
from typing import Self

import psycopg
from psycopg import sql

from phohien import urls as addresses
from phohien_stack import schema

TEMPLATE = "phohien_template"


@dataclass(frozen=True)
class Urls:
    """One database, as the owner and as each service's role."""

    owner: str
    content: str
    assets: str
    sync: str
    public: str
    login: str

    @classmethod
    def of(cls, owner: str) -> Self:
        roles = {
            name.lower(): addresses.role_url(owner, role)
            for name, role in addresses.ROLES.items()
        }
        return cls(owner=owner, **roles)


def ensure(server_url: str, name: str) -> None:
    with psycopg.connect(addresses.libpq(server_url), autocommit=True) as connection:
        there = connection.execute(
            "SELECT FROM pg_database WHERE datname = %s", [name]
        ).fetchone()
    if there is None:
        _create(server_url, name)


def build_template(server_url: str) -> None:
    url = _create(server_url, TEMPLATE)
    schema.upgrade(url)


def clone(server_url: str, label: str) -> Urls:
    name = f"{label}_{secrets.token_hex(4)}"
    url = _create(server_url, name, template=TEMPLATE)
    # A copy has the schemas and their grants, but not those of the database itself.
    grant = sql.SQL("GRANT CREATE, CONNECT ON DATABASE {} TO {}")
    owner = sql.Identifier(addresses.OWNER)
    _execute(server_url, grant.format(sql.Identifier(name), owner))
    return Urls.of(url)


def drop(server_url: str, database: Urls) -> None:
    name = addresses.normal(database.owner).database or ""
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    _execute(server_url, statement.format(sql.Identifier(name)))


def _create(server_url: str, name: str, *, template: str = "template1") -> str:
    # On a server without fsync copying files is twice as quick as logging them.
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
    _execute(
        server_url, statement.format(sql.Identifier(name), sql.Identifier(template))
    )
    url = addresses.normal(server_url).set(database=name)
    return url.render_as_string(hide_password=False)


def _execute(server_url: str, statement: sql.Composed) -> None:
    with psycopg.connect(addresses.libpq(server_url), autocommit=True) as connection:
        connection.execute(statement)
