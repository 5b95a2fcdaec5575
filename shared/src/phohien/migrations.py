"""Alembic without an .ini file: a service names its package, the rest is policy."""

from alembic import command
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from sqlalchemy import MetaData, create_engine, pool, text

from phohien import urls

LOCK_TIMEOUT = "4s"
STATEMENT_TIMEOUT = "30s"


def config(package: str, url: str) -> Config:
    cfg = Config()
    cfg.set_main_option("script_location", f"{package}:migrations")
    cfg.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    cfg.set_main_option("path_separator", "os")
    cfg.attributes["url"] = url
    return cfg


def upgrade(package: str, url: str, revision: str = "head") -> None:
    """`url` is the owner's: every object belongs to the role `phohien_owner`."""
    command.upgrade(config(package, url), revision)


def run(context: EnvironmentContext, metadata: MetaData, schema: str) -> None:
    """The body of every service's `migrations/env.py`."""
    url = urls.normal(context.config.attributes["url"])
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.begin() as connection:
        connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
        connection.execute(text(f"SET LOCAL statement_timeout = '{STATEMENT_TIMEOUT}'"))
        connection.execute(text(f"SET LOCAL ROLE {urls.OWNER}"))
        connection.execute(
            text("SELECT pg_advisory_xact_lock(hashtext(:key))"),
            {"key": f"alembic:{schema}"},
        )
        context.configure(
            connection=connection,
            target_metadata=metadata,
            version_table_schema=schema,
            include_schemas=True,
            include_name=lambda name, kind, _: kind != "schema" or name == schema,
            compare_server_default=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()
