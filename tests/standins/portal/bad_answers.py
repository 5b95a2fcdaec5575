"""What a client gets in place of the answer, where a fault says so."""

import asyncio
from collections.abc import AsyncGenerator

from starlette.responses import Response, StreamingResponse
from tests.standins.portal.calls import Answer, refusal
from tests.standins.portal.faults import Rule
from tests.standins.portal.wire import cut_after, reset

GARBAGE = Answer(
    200,
    b"<!doctype html><title>Proxy</title><p>The service is being upgraded.",
    "text/html; charset=utf-8",
)


class Cut(Response):
    """An answer that never comes: the connection is cut instead."""

    def __init__(self, head: bytes | None = None, wait: float = 0.0) -> None:
        super().__init__()
        self._head = head
        self._wait = wait

    async def __call__(self, scope, receive, _send) -> None:
        await asyncio.sleep(self._wait)
        if self._head is None:
            reset(scope)
        else:
            cut_after(scope, self._head)
        # The server must see the line gone, or it would answer 500 itself.
        await receive()


def bad_answer(rule: Rule, done: Answer | None) -> tuple[Response, Answer | None]:
    if rule.mode.startswith("reset"):
        return Cut(), None
    if rule.mode == "truncated":
        return Cut(_half(done or Answer(204))), None
    if rule.mode == "replayed":
        return response(done or Answer(204)), done
    if rule.mode == "slow":
        return _dribble(done or Answer(204), rule.delay), done
    said = {
        "error": refusal(500, "internal", "The portal met an unexpected error."),
        "too": refusal(429, "too-many", "Too many requests.", **{"retry-after": "1"}),
        "unavailable": refusal(
            503, "unavailable", "Under maintenance.", **{"retry-after": "1"}
        ),
        "garbage": GARBAGE,
    }[rule.mode.partition("_")[0]]
    return response(said), said


def _half(answer: Answer) -> bytes:
    """A true beginning of the answer: its body, or else its head, ends midway."""
    if not answer.body:
        return b"HTTP/1.1 20"
    head = (
        f"HTTP/1.1 {answer.status} OK\r\ncontent-type: {answer.content_type}\r\n"
        f"content-length: {len(answer.body)}\r\n\r\n"
    )
    return head.encode() + answer.body[: len(answer.body) // 2]


def _dribble(answer: Answer, delay: float) -> Response:
    """Nothing for half of the delay, then the answer in small pieces."""
    pieces = 8
    size = len(answer.body) // pieces + 1

    async def drops() -> AsyncGenerator[bytes]:
        for at in range(0, len(answer.body), size):
            await asyncio.sleep(delay / 2 / pieces)
            yield answer.body[at : at + size]

    class Slow(StreamingResponse):
        async def __call__(self, scope, receive, send) -> None:
            await asyncio.sleep(delay / 2)
            await super().__call__(scope, receive, send)

    return Slow(
        drops(),
        status_code=answer.status,
        media_type=answer.content_type if answer.body else None,
    )


def response(answer: Answer) -> Response:
    return Response(
        answer.body,
        status_code=answer.status,
        media_type=answer.content_type if answer.body else None,
        headers=answer.headers,
    )
