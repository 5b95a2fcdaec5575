"""Asks content-api which items name an asset, drafts included."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Self
from uuid import UUID

import httpx
from pydantic import BaseModel, ValidationError

from assets_api.settings import Settings
from assets_api.usage.errors import UsageUnknownError
from phohien.tls import trusted

PATIENCE = 10.0
LARGEST = 4_000_000


class Naming(BaseModel):
    """One item whose present revision names the asset."""

    key: str
    title: str
    agency_code: str
    languages: dict[str, str]
    targets: list[str]


class Namings(BaseModel):
    data: list[Naming]


class ContentClient:
    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    @classmethod
    @asynccontextmanager
    async def connect(cls, settings: Settings) -> AsyncGenerator[Self]:
        async with httpx.AsyncClient(
            verify=trusted(),
            base_url=settings.content_url,
            headers={"authorization": f"Bearer {settings.service_token}"},
            timeout=PATIENCE,
            trust_env=False,
        ) as http:
            yield cls(http)

    async def naming(self, asset_id: UUID) -> list[Naming]:
        """Raises UsageUnknownError: what is not known is not taken for none."""
        try:
            answer = await self._http.get(f"/internal/v1/assets/{asset_id}/usage")
            answer.raise_for_status()
            if len(answer.content) > LARGEST:
                raise UsageUnknownError
            return Namings.model_validate_json(answer.content).data
        except (httpx.HTTPError, httpx.InvalidURL, ValidationError) as error:
            raise UsageUnknownError from error
