"""`X-HTTP-Method-Override`, for lines whose firewall lets only GET and POST through."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from assets_api.uploads.answering import PREFIX

OVERRIDDEN = frozenset({"PATCH", "DELETE", "HEAD"})


class MethodOverride:
    """tus: a POST to one upload that names another method is that method."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "POST":
            wanted = Headers(scope=scope).get("x-http-method-override", "").upper()
            if wanted in OVERRIDDEN and scope["path"].startswith(f"{PREFIX}/"):
                scope = {**scope, "method": wanted}
        await self._app(scope, receive, send)
