"""Database addresses: the owner's is given, every other role's follows from it."""

import hashlib
import hmac
import os

from psycopg.conninfo import make_conninfo
from sqlalchemy import URL, make_url

OWNER = "phohien_owner"
ROLES = {
    "CONTENT": "phohien_content",
    "ASSETS": "phohien_assets",
    "SYNC": "phohien_sync",
    "PUBLIC": "phohien_public",
    "LOGIN": "phohien_login",
}
DRIVER = "postgresql+psycopg"


def normal(url: str) -> URL:
    """Any PostgreSQL URL, with the driver everything here uses."""
    return make_url(url).set(drivername=DRIVER)


def role_password(owner_password: str, role: str) -> str:
    """Known to whoever knows the owner's password, and to nobody else."""
    key, message = owner_password.encode(), f"phohien:{role}".encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def role_url(owner_url: str, role: str) -> str:
    url = normal(owner_url)
    secret = role_password(url.password, role) if url.password else None
    return url.set(username=role, password=secret).render_as_string(hide_password=False)


def of(name: str, owner_url: str | None) -> str:
    """The URL of role `name` (CONTENT, ASSETS, …): its own variable, else derived.

    Raises KeyError naming the variable to set when neither is there.
    """
    given = os.environ.get(f"PHOHIEN_{name}_DATABASE_URL")
    if given:
        return normal(given).render_as_string(hide_password=False)
    if not owner_url:
        message = f"set PHOHIEN_DATABASE_URL or PHOHIEN_{name}_DATABASE_URL"
        raise KeyError(message)
    return role_url(owner_url, ROLES[name])


def libpq(url: str) -> str:
    """The same address as psycopg itself takes it."""
    parsed = normal(url)
    parts: dict[str, str | int | None] = {
        "host": parsed.host,
        "port": parsed.port,
        "user": parsed.username,
        "password": parsed.password,
        "dbname": parsed.database,
        **{name: str(value) for name, value in parsed.query.items()},
    }
    return make_conninfo("", **{name: part for name, part in parts.items() if part})
