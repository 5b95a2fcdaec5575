from alembic import command

from phohien import migrations


def test_the_tables_are_what_the_migrations_make(fresh_urls) -> None:
    command.check(migrations.config("assets_api", fresh_urls.owner))


def test_every_revision_goes_down_and_up_again(fresh_urls) -> None:
    config = migrations.config("assets_api", fresh_urls.owner)

    command.downgrade(config, "base")
    command.upgrade(config, "head")
