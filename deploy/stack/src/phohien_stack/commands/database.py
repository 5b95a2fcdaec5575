"""`db upgrade` and `db migration`."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from alembic import command
from alembic.script import ScriptDirectory

from phohien import bootstrap, migrations
from phohien_stack import databases, schema
from phohien_stack.embedded.errors import StackError
from phohien_stack.embedded.throwaway import throwaway_postgres
from phohien_stack.supervisor import record
from phohien_stack.supervisor.place import locate

app = typer.Typer(help="The database.", no_args_is_help=True)


def owner_url(data: Path | None) -> str:
    """PHOHIEN_DATABASE_URL, else the running stack's."""
    place = locate(data)
    now = record.load(place.record)
    url = os.environ.get("PHOHIEN_DATABASE_URL") or (
        now.database_url if now and place.is_up() else ""
    )
    if not url:
        raise StackError("set PHOHIEN_DATABASE_URL, or start the stack: `phohien up`.")
    return url


@app.command()
def upgrade(
    data: Annotated[Path | None, typer.Option("--data")] = None,
) -> None:
    """Roles, shared schemas, then each service's migrations; again changes nothing."""
    try:
        schema.upgrade(owner_url(data), said=typer.echo)
    except bootstrap.CreateRoleMissingError as missing:
        sys.stderr.write("The owner may not create roles. Let someone who may run:\n\n")
        sys.stdout.write(f"{missing}\n")
        raise typer.Exit(1) from None


@app.command()
def migration(
    package: Annotated[str, typer.Argument(help="content_api, assets_api, asean_sync")],
    message: str,
) -> None:
    """Write down how the tables differ from the migrations, on a throwaway server."""
    name = package.replace("-", "_")
    if name not in schema.PACKAGES:
        raise StackError(f"no such package; there are: {', '.join(schema.PACKAGES)}")
    with throwaway_postgres() as server:
        databases.ensure(server.url(), "drift")
        url = server.url("drift")
        schema.upgrade(url)
        config = migrations.config(name, url)
        known = len(list(ScriptDirectory.from_config(config).walk_revisions()))
        command.revision(config, message, autogenerate=True, rev_id=f"{known + 1:04d}")
