"""Around the routes: the notice on what ends, and 410 when it has ended."""

from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from content_api.deprecation.endings import Endings
from content_api.deprecation.errors import NoLongerAnsweredError, no_longer_answered
from phohien import clock, problems


class Notices:
    """Nothing but a look at a list when nothing ends."""

    def __init__(self, app: ASGIApp, endings: Endings) -> None:
        self._app, self._endings = app, endings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._endings:
            await self._app(scope, receive, send)
            return
        found = self._endings.of(scope["path"], scope["query_string"])
        if not found:
            await self._app(scope, receive, send)
            return
        first = found[0]

        async def noticed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                links = b", ".join(value for name, value in headers if name == b"link")
                kept = [pair for pair in headers if pair[0] != b"link"]
                message = {**message, "headers": [*kept, *first.headers(links)]}
            await send(message)

        if first.sunset > clock.now():
            await self._app(scope, receive, noticed)
            return
        day = first.sunset.date().isoformat()
        error = no_longer_answered(first.what, day, first.successor)
        request = Request(scope)
        problem = problems.of_error(error, problems.spoken(request))
        await problems.reply(request, problem)(scope, receive, noticed)


def install(app: FastAPI, endings: Endings) -> None:
    """The notices, and their marks in the description."""
    app.add_middleware(Notices, endings=endings)
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        schema = plain()
        for one in endings.declared:
            for operation in schema["paths"].get(one.path, {}).values():
                gone = problems.problems(NoLongerAnsweredError)
                described = {str(int(status)): said for status, said in gone.items()}
                for status, said in described.items():
                    operation["responses"].setdefault(
                        status,
                        {name: said[name] for name in ("description", "content")},
                    )
                if one.parameter is None:
                    operation["deprecated"] = True
                for parameter in operation.get("parameters", ()):
                    if parameter["name"] == one.parameter:
                        parameter["deprecated"] = True
        return schema

    app.openapi = openapi  # type: ignore[method-assign]  # as FastAPI documents it
