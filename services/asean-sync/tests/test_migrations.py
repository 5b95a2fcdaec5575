"""The migrations make the tables the code declares, and can be taken back."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from asean_sync.db import SCHEMA, Base
from asean_sync.tables import TABLES
from phohien import migrations, urls


@pytest.fixture
def owner(fresh_urls):
    engine = create_engine(urls.normal(fresh_urls.owner))
    yield engine
    engine.dispose()


def test_tables_and_migrations_do_not_drift_apart(owner):
    assert {table.__table__.schema for table in TABLES} == {SCHEMA}
    with owner.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "version_table_schema": SCHEMA,
                "include_schemas": True,
                "include_name": lambda name, kind, _: (
                    kind != "schema" or name == SCHEMA
                ),
                "compare_server_default": True,
            },
        )
        assert compare_metadata(context, Base.metadata) == []


def test_every_revision_goes_down_and_up_again(fresh_urls, owner):
    config = migrations.config("asean_sync", fresh_urls.owner)
    command.downgrade(config, "base")
    command.upgrade(config, "head")
    test_tables_and_migrations_do_not_drift_apart(owner)
