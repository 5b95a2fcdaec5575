"""Bytes as an answer: ETag, 304, how long a cache may keep it."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote_plus, urlencode

from fastapi import Request
from fastapi.responses import Response

KEEP = 60
STALE = 300
REVALIDATE = "no-cache"
TAG_CHARACTERS = 24


@dataclass(frozen=True, slots=True)
class Finished:
    """What leaves, whoever carries it: a route, or the lane in front of the routes."""

    body: bytes
    tag: str
    headers: Mapping[str, str]


def finished(body: bytes, headers: Mapping[str, str]) -> Finished:
    # Processors have instructions for SHA-256: it takes half of what BLAKE2b takes.
    return Finished(body, hashlib.sha256(body).hexdigest()[:TAG_CHARACTERS], headers)


def cache_control(ends: Iterable[datetime | None], *, at: datetime) -> str:
    """No cache shows a document past its expiry."""
    times = [end for end in ends if end is not None]
    left = int((min(times) - at).total_seconds()) if times else KEEP + STALE
    if left >= KEEP + STALE:
        return f"public, max-age={KEEP}, stale-while-revalidate={STALE}"
    return f"public, max-age={max(0, min(KEEP, left))}"


def known_tags(request: Request) -> list[str]:
    """What the caller holds already; If-None-Match compares weakly."""
    return tags_in(request.headers.get("if-none-match", ""))


def tags_in(header: str) -> list[str]:
    tags = (tag.strip().removeprefix("W/") for tag in header.split(","))
    return [tag.strip('"') for tag in tags if tag]


def is_known(tag: str, known: list[str]) -> bool:
    return tag in known or "*" in known


def answer(
    request: Request, body: bytes, headers: Mapping[str, str], *, tag: str | None = None
) -> Response:
    """The body, or 304 when the caller has it. Without `tag` the bytes are hashed."""
    if tag is None:
        return carried(request, finished(body, headers))
    return carried(request, Finished(body, tag, headers))


def carried(request: Request, done: Finished) -> Response:
    if is_known(done.tag, known_tags(request)):
        return not_modified(done.tag, done.headers)
    return Response(
        done.body,
        headers={"etag": f'"{done.tag}"', **done.headers},
        media_type="application/json",
    )


def not_modified(tag: str, headers: Mapping[str, str]) -> Response:
    return Response(status_code=304, headers={"etag": f'"{tag}"', **headers})


def next_link(request: Request, name: str, value: str) -> str:
    pairs = request.query_params.multi_items()
    return link_to(request.url.path, pairs, name, value)


def link_to(path: str, pairs: Sequence[tuple[str, str]], name: str, value: str) -> str:
    """A relative reference: right behind any proxy. One query has one spelling."""
    return f'<{_up_to(path, tuple(pairs), name)}{quote_plus(value)}>; rel="next"'


@lru_cache(maxsize=512)
def _up_to(path: str, pairs: tuple[tuple[str, str], ...], name: str) -> str:
    query = sorted(pair for pair in pairs if pair[0] != name)
    return f"{path}?{urlencode([*query, (name, '')])}"
