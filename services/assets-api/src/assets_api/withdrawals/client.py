"""Tells content-api that a version may no longer be shown."""

from uuid import UUID

import httpx

PATIENCE = 10.0


async def withdraw(
    http: httpx.AsyncClient, *, asset_id: UUID, version_id: UUID, reason_class: str
) -> bool:
    """True when content-api has acknowledged it; asking again is harmless."""
    try:
        answer = await http.post(
            "/internal/v1/withdrawals",
            json={
                "asset_id": str(asset_id),
                "asset_version_id": str(version_id),
                "reason_class": reason_class,
            },
        )
    except httpx.HTTPError:
        return False
    return answer.is_success
