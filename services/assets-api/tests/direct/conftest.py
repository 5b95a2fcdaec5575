"""A program that sends a file in parts straight to the real store."""

import hashlib
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest

DIRECT = "/staff/v1/uploads/direct"


def part_of(number: int, data: bytes) -> dict[str, Any]:
    return {"number": number, "sha256": hashlib.sha256(data).hexdigest()}


@dataclass
class Program:
    person: Any
    path: str = ""
    size: int = 0

    async def declare(self, data: bytes, **said: Any) -> httpx.Response:
        answer = await self.person.client.post(
            DIRECT, json={"filename": "lớn.jpg", "size": len(data)} | said
        )
        self.path = answer.headers.get("location", "")
        self.size = answer.json().get("part_size", 0)
        return answer

    def cut(self, data: bytes) -> dict[int, bytes]:
        starts = range(0, len(data), self.size)
        return {n: data[at : at + self.size] for n, at in enumerate(starts, 1)}

    async def ask(self, parts: dict[int, bytes]) -> httpx.Response:
        wanted = [part_of(number, data) for number, data in parts.items()]
        return await self.person.client.post(
            f"{self.path}/parts:presign", json={"parts": wanted}
        )

    async def signed(self, parts: dict[int, bytes]) -> dict[int, dict[str, Any]]:
        answer = await self.ask(parts)
        assert answer.status_code == 200, answer.text
        return {one["number"]: one for one in answer.json()["data"]}

    async def stored(self) -> list[int]:
        answer = await self.person.client.get(f"{self.path}/parts")
        return [one["number"] for one in answer.json()["data"]]

    async def complete(self, parts: dict[int, bytes]) -> httpx.Response:
        sums = [part_of(number, data) for number, data in parts.items()]
        return await self.person.client.post(
            f"{self.path}/complete", json={"parts": sums}
        )


async def put(signed: dict[str, Any], data: bytes, **changes: Any) -> int:
    """The store's status; `url` and headers may be others than were signed."""
    url = changes.pop("url", signed["url"])
    headers = signed["headers"] | {"content-length": str(len(data))} | changes
    sent = {key: value for key, value in headers.items() if value is not None}
    async with httpx.AsyncClient(timeout=30) as client:
        return (await client.put(url, content=data, headers=sent)).status_code


@pytest.fixture
def send():
    return put


@pytest.fixture
def settings(settings):
    """The store has a public name: its own."""
    return settings.model_copy(
        update={"s3_public_url": f"http://{settings.s3.endpoint}"}
    )


@pytest.fixture
def program(officer) -> Program:
    return Program(officer)


@pytest.fixture
def another(program):
    """The same file in other hands."""

    def become(person) -> Program:
        return replace(program, person=person)

    return become
