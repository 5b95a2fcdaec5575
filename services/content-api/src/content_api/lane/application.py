"""FastAPI with the lane in front of it: what the lane answers never gets there."""

from typing import Any

from fastapi import FastAPI
from starlette.types import Receive, Scope, Send
from typing_extensions import override

from content_api.lane.at_once import AtOnce
from content_api.lane.dispatcher import Dispatcher
from content_api.lane.front import Front


class FrontedAPI(FastAPI):
    """The application of this service, whoever serves it."""

    def __init__(self, front: Front, **given: Any) -> None:
        super().__init__(**given)
        self.dispatcher = Dispatcher(super().__call__, front)
        self.at_once = AtOnce(self.dispatcher, front)

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.dispatcher(scope, receive, send)
