"""Roles, then schemas `audit access jobs`, then what later tables inherit."""

import os
from importlib.resources import files

import psycopg
from procrastinate.schema import SchemaManager
from psycopg import sql

from phohien import keys, urls

SCHEMAS = ("content", "release", "assets", "sync", "audit", "access", "jobs")
MIGRATED = ("audit", "access", "grants")
# Services run the queue; the two readers have no business there.
QUEUE_ROLES = ("phohien_content", "phohien_assets", "phohien_sync")


class CreateRoleMissingError(RuntimeError):
    """The owner may not create roles; `str()` is the SQL for a person who may."""


def _connect(owner_url: str) -> psycopg.Connection:
    return psycopg.connect(urls.libpq(owner_url), connect_timeout=10)


def role_statements(owner_url: str) -> list[sql.Composed]:
    """What makes the roles; to be run by someone with CREATEROLE."""
    password = urls.normal(owner_url).password
    owner = sql.Identifier(urls.OWNER)
    user = sql.Identifier(urls.normal(owner_url).username or "")
    made = [sql.SQL("CREATE ROLE {} NOLOGIN").format(owner)]
    for role in urls.ROLES.values():
        statement = sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role))
        if password:
            secret = sql.Literal(urls.role_password(password, role))
            statement = sql.SQL("{} PASSWORD {}").format(statement, secret)
        made.append(statement)
    return [*made, sql.SQL("GRANT {} TO {}").format(owner, user)]


def _existing_roles(connection: psycopg.Connection) -> set[str]:
    names = [urls.OWNER, *urls.ROLES.values()]
    rows = connection.execute(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [names]
    )
    return {name for (name,) in rows}


def _ensure_roles(connection: psycopg.Connection, owner_url: str) -> None:
    if len(_existing_roles(connection)) == 1 + len(urls.ROLES):
        return
    allowed = connection.execute(
        "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    statements = role_statements(owner_url)
    if not allowed or not allowed[0]:
        wanted = ";\n".join(line.as_string(connection) for line in statements)
        raise CreateRoleMissingError(f"{wanted};")
    present = _existing_roles(connection)
    names = [urls.OWNER, *urls.ROLES.values(), None]
    for name, statement in zip(names, statements, strict=True):
        if name not in present:
            connection.execute(statement)


def _logs_in(url: str) -> bool:
    try:
        psycopg.connect(urls.libpq(url), connect_timeout=10).close()
    except psycopg.OperationalError:
        return False
    return True


def _renew_passwords(connection: psycopg.Connection, owner_url: str) -> None:
    """The roles' passwords follow from the owner's, also after that one changed."""
    owner_password = urls.normal(owner_url).password
    if not owner_password:
        return
    for name, role in urls.ROLES.items():
        given = os.environ.get(f"PHOHIEN_{name}_DATABASE_URL")
        if given or _logs_in(urls.role_url(owner_url, role)):
            continue
        secret = sql.Literal(urls.role_password(owner_password, role))
        connection.execute(
            sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), secret)
        )


def _own(connection: psycopg.Connection) -> None:
    """The schemas belong to phohien_owner; the database lets it make them."""
    database = connection.info.dbname
    owner = sql.Identifier(urls.OWNER)
    connection.execute(
        sql.SQL("GRANT CREATE, CONNECT ON DATABASE {} TO {}").format(
            sql.Identifier(database), owner
        )
    )
    for role in urls.ROLES.values():
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                sql.Identifier(database), sql.Identifier(role)
            )
        )
    connection.execute(sql.SQL("SET LOCAL ROLE {}").format(owner))
    for schema in SCHEMAS:
        connection.execute(
            sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(schema))
        )


def _queue(connection: psycopg.Connection) -> None:
    """Procrastinate's own tables, in the schema `jobs`."""
    there = connection.execute(
        "SELECT to_regclass('jobs.procrastinate_jobs') IS NOT NULL"
    ).fetchone()
    if not there or not there[0]:
        connection.execute("SET LOCAL search_path TO jobs")
        connection.execute(SchemaManager.get_schema().encode())
        connection.execute("SET LOCAL search_path TO DEFAULT")
    for role in QUEUE_ROLES:
        name = sql.Identifier(role)
        for grant in (
            "GRANT USAGE ON SCHEMA jobs TO {}",
            "GRANT ALL ON ALL TABLES IN SCHEMA jobs TO {}",
            "GRANT ALL ON ALL SEQUENCES IN SCHEMA jobs TO {}",
            "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA jobs TO {}",
        ):
            connection.execute(sql.SQL(grant).format(name))


def upgrade(owner_url: str) -> None:
    """Raises CreateRoleMissingError when the owner may not create the roles."""
    with _connect(owner_url) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('phohien'))")
        _ensure_roles(connection, owner_url)
        _own(connection)
        for name in MIGRATED:
            path = files("phohien.bootstrap") / "sql" / f"{name}.sql"
            connection.execute(path.read_bytes())
        _queue(connection)
    with _connect(owner_url) as connection:
        _renew_passwords(connection, owner_url)


def ensure_service_token(owner_url: str, name: str, token: str) -> None:
    """Let the service `name` call the others with `token`; an older one ends."""
    with _connect(owner_url) as connection:
        connection.execute(
            "UPDATE access.api_key SET revoked_at = now() WHERE kind = 'service'"
            " AND name = %s AND revoked_at IS NULL AND token_digest <> %s",
            [name, keys.digest(token)],
        )
        connection.execute(
            "INSERT INTO access.api_key (kind, name, prefix, token_digest)"
            " VALUES ('service', %s, %s, %s) ON CONFLICT DO NOTHING",
            [name, token[:8], keys.digest(token)],
        )
