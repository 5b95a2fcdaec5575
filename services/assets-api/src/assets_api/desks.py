"""How routes get at the database, the store and the limits of their app."""

from typing import Annotated

from fastapi import Depends, Request

from assets_api.uploads.desk import Desk


def _desk(request: Request) -> Desk:
    desk = request.app.state.desk
    assert isinstance(desk, Desk)  # noqa: S101 -- app.state is untyped
    return desk


AtDesk = Annotated[Desk, Depends(_desk)]
