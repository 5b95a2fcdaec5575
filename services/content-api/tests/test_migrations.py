"""The migrations make what the tables say, and every one can be undone."""

from alembic import command
from alembic.script import ScriptDirectory

from phohien import migrations
from phohien_stack.databases import Urls


def test_match_the_tables(urls: Urls) -> None:
    command.check(migrations.config("content_api", urls.owner))


def test_go_down_and_up_again(fresh_urls: Urls) -> None:
    config = migrations.config("content_api", fresh_urls.owner)
    revisions = list(ScriptDirectory.from_config(config).walk_revisions())

    command.downgrade(config, "base")
    for revision in reversed(revisions):
        command.upgrade(config, revision.revision)
        command.downgrade(config, "-1")
        command.upgrade(config, revision.revision)
