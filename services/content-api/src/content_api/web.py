"""What several routes of this service ask for."""

from typing import Annotated

from fastapi import Depends, Header, Request

from content_api.addresses import Addresses
from content_api.settings import Settings
from phohien.db import Database


def _database(request: Request) -> Database:
    database = request.app.state.database
    assert isinstance(database, Database)  # noqa: S101 -- app.state is untyped
    return database


def _login_database(request: Request) -> Database:
    database = request.app.state.login_database
    assert isinstance(database, Database)  # noqa: S101 -- app.state is untyped
    return database


def here(request: Request) -> Addresses:
    """Addresses as the caller can use them."""
    settings = request.app.state.settings
    assert isinstance(settings, Settings)  # noqa: S101 -- app.state is untyped
    root = settings.public_url or str(request.base_url)
    return Addresses(root.rstrip("/"), settings.page_url)


# For a route whose work is more than one transaction, such as asking another service
# in between. One transaction is `phohien.web.Writing`.
OwnDatabase = Annotated[Database, Depends(_database)]
# The role that alone may write people, sessions and keys.
LoginDatabase = Annotated[Database, Depends(_login_database)]

IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description='The ETag of what you read, for example `"9f86d0…"`.',
    ),
]
