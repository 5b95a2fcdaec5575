"""What a route sends, held back until it is kept."""

from typing import Any

from starlette.types import Message, Send

from content_api.writes.repeating import KEPT_HEADERS, MOST_BYTES

SUCCESS = range(200, 300)


class Held:
    """Collects an answer; a failure or a large one goes out as it comes."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._messages: list[Message] = []
        self._size = 0
        self.status = 0
        self.passed_on = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        self._size += len(message.get("body", b""))
        self._messages.append(message)
        if self.status not in SUCCESS or self._size > MOST_BYTES:
            self.passed_on = True
            await self.let_out()

    async def let_out(self) -> None:
        waiting, self._messages = self._messages, []
        for message in waiting:
            await self._send(message)

    def kept(self, *, secret: bool) -> dict[str, Any]:
        """The answer as a row; a secret, or what is too large, is not in it."""
        body = b"".join(message.get("body", b"") for message in self._messages)
        start = self._messages[0] if self._messages else {"headers": []}
        headers = {
            name.decode("latin-1"): value.decode("latin-1")
            for name, value in start["headers"]
            if name.decode("latin-1") in KEPT_HEADERS
        }
        whole = not secret and not self.passed_on
        return {
            "status": self.status,
            "headers": headers,
            "body": body if whole else None,
        }
