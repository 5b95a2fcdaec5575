"""What assets-api knows of a medium; the only network of this service."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Self
from uuid import UUID

import httpx
import stamina
from pydantic import ValidationError

from content_api.releases.errors import AssetsUnavailableError
from content_api.releases.schemas import Blocker, MediumManifest
from phohien.errors import Text
from phohien.tls import trusted

AT_ONCE = 6
LARGEST = 1_000_000
GONE = Blocker(code="asset-unknown", detail="assets-api has no such asset")

Manifests = Mapping[str, Mapping[str, MediumManifest]]


class AssetsClient:
    """Asks with this service's token, in the name of the person who acts."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._slots = asyncio.Semaphore(AT_ONCE)

    @classmethod
    @asynccontextmanager
    async def connect(
        cls, url: str, *, token: str, patience: float
    ) -> AsyncGenerator[Self]:
        async with httpx.AsyncClient(
            verify=trusted(),
            base_url=url,
            headers={"authorization": f"Bearer {token}"},
            timeout=patience,
            trust_env=False,
        ) as client:
            yield cls(client)

    async def manifests(
        self, wanted: Mapping[str, Sequence[UUID]], *, on_behalf_of: str
    ) -> Manifests:
        """By language, then by asset id. Raises AssetsUnavailableError."""
        pairs = [(lang, asset) for lang, ids in wanted.items() for asset in ids]
        found = await asyncio.gather(
            *(self._manifest(asset, lang, on_behalf_of) for lang, asset in pairs)
        )
        manifests: dict[str, dict[str, MediumManifest]] = {lang: {} for lang in wanted}
        for (lang, asset), manifest in zip(pairs, found, strict=True):
            manifests[lang][str(asset)] = manifest
        return manifests

    async def _manifest(
        self, asset: UUID, lang: str, on_behalf_of: str
    ) -> MediumManifest:
        try:
            async with self._slots:
                answer = await self._get(asset, lang, on_behalf_of)
            if answer.status_code == httpx.codes.NOT_FOUND:
                return _unknown(asset)
            answer.raise_for_status()
            if len(answer.content) > LARGEST:
                raise _unavailable()
            return MediumManifest.model_validate_json(answer.content)
        except (httpx.HTTPError, ValidationError) as exc:
            raise _unavailable() from exc

    @stamina.retry(on=httpx.TransportError, attempts=3, wait_max=1.0)
    async def _get(self, asset: UUID, lang: str, on_behalf_of: str) -> httpx.Response:
        return await self._client.get(
            f"/internal/v1/assets/{asset}/manifest",
            params={"lang": lang},
            headers={"x-on-behalf-of": on_behalf_of},
        )


def _unknown(asset: UUID) -> MediumManifest:
    return MediumManifest(
        asset_id=asset,
        asset_version_id=None,
        kind="",
        path=None,
        sha256=None,
        bytes=None,
        mime=None,
        blockers=[GONE],
    )


def _unavailable() -> AssetsUnavailableError:
    return AssetsUnavailableError(
        Text(
            vi="Chưa đọc được thông tin tệp đính kèm; hãy thử lại sau ít phút.",
            en="What is attached could not be read; try again in some minutes.",
        ),
        headers={"Retry-After": "10"},
    )
