"""What the portal holds against what it should hold, read over its public API.

Shares no code with the sync, so that an error of one is not repeated by the other.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final, Self

import httpx

ABSENT: Final = None
"""Expected of an object that must not be there."""

PER_PAGE = 100


class Checker:
    def __init__(self, url: str, token: str) -> None:
        self._http = httpx.Client(
            base_url=url, headers={"authorization": f"Bearer {token}"}, timeout=60
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def violations(
        self,
        items: Mapping[str, Mapping[str, Any] | None],
        media: Mapping[str, str | None],
        *,
        prefix: str = "",
    ) -> list[str]:
        """Every difference, in plain words; nothing when all is right.

        `items` maps an externalId to the fields it must have, `media` to the SHA-256 of
        its bytes; `ABSENT` says it must be gone. Objects not named are unknown, as far
        as their externalId starts with `prefix`.
        """
        return [
            *_compare("item", items, self._held("items", prefix), self._item_wrongs),
            *_compare("file", media, self._held("media", prefix), self._media_wrongs),
        ]

    def _held(self, kind: str, prefix: str) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        page = 1
        read = 0
        while True:
            answer = self._http.get(
                f"/api/{kind}", params={"page": page, "per_page": PER_PAGE}
            )
            answer.raise_for_status()
            body = answer.json()
            for held in body["data"]:
                read += 1
                if held["externalId"].startswith(prefix):
                    found[held["externalId"]].append(held)
            if not body["data"] or read >= body["total"]:
                return found
            page += 1

    def _item_wrongs(
        self, key: str, held: dict[str, Any], wanted: Mapping[str, Any]
    ) -> list[str]:
        return [
            f"item {key}: {field} is {held.get(field)!r}, should be {value!r}"
            for field, value in wanted.items()
            if held.get(field) != value
        ]

    def _media_wrongs(self, key: str, held: dict[str, Any], wanted: str) -> list[str]:
        digest = hashlib.sha256()
        with self._http.stream("GET", f"/api/media/{held['id']}/content") as answer:
            answer.raise_for_status()
            for piece in answer.iter_bytes():
                digest.update(piece)
        if digest.hexdigest() != wanted:
            return [f"file {key}: bytes are {digest.hexdigest()}, should be {wanted}"]
        return []


def _compare(
    noun: str,
    wanted: Mapping[str, Any],
    held: Mapping[str, list[dict[str, Any]]],
    wrongs: Any,
) -> list[str]:
    found = []
    for key, expected in wanted.items():
        copies = held.get(key, [])
        if expected is ABSENT:
            if copies:
                found.append(f"{noun} {key}: still there, should be withdrawn")
            continue
        if not copies:
            found.append(f"{noun} {key}: missing")
        if len(copies) > 1:
            ids = ", ".join(str(copy["id"]) for copy in copies)
            found.append(f"{noun} {key}: there {len(copies)} times (ids {ids})")
        for copy in copies:
            found += wrongs(key, copy, expected)
    found += [
        f"{noun} {key}: unknown, nobody approved it" for key in held.keys() - wanted
    ]
    return found
