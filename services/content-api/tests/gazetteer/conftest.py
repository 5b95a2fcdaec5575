"""A province of one's own: a change of units is for all who read the list."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from httpx import Response

from phohien_stack.databases import Urls

# From 01/01/2026 Tân Hưng is parted into two, and Phố Hiến is made part of Sơn Nam.
DECISION: dict[str, Any] = {
    "effective_on": "2026-01-01",
    "decision": "Nghị quyết 1/2026/UBTVQH",
    "units": [
        {
            "code": "99101",
            "name_vi": "Xã Tân Hưng Thượng",
            "name_en": "Tan Hung Thuong Commune",
            "level": "commune",
        },
        {
            "code": "99102",
            "name_vi": "Xã Tân Hưng Hạ",
            "name_en": "Tan Hung Ha Commune",
            "level": "commune",
        },
    ],
    "moves": [
        {"unit": "11977", "into": ["99101", "99102"]},
        {"unit": "11953", "into": ["11983"]},
    ],
}


@pytest.fixture
def urls(fresh_urls: Urls) -> Urls:
    return fresh_urls


@pytest.fixture
async def operator(make_person: Any) -> Any:
    return await make_person("operator")


@pytest.fixture
def enter(operator: Any) -> Callable[..., Awaitable[Response]]:
    """Enters the decision, or another; `dry` only tries it."""

    async def post(*, dry: bool = False, by: Any = operator, **given: Any) -> Response:
        return await by.client.post(
            "/staff/v1/units/changes",
            json={**DECISION, **given},
            params={"dry_run": "true"} if dry else {},
        )

    return post


@pytest.fixture
def remap(operator: Any) -> Callable[..., Awaitable[Response]]:
    """A preview, or with an id and a step what becomes of it."""

    async def post(*at: str, by: Any = operator, **body: Any) -> Response:
        path = "/".join(("/staff/v1/units/remaps", *at))
        return await by.client.post(path, json=body)

    return post
