"""What the targets answered, asked of asean-sync; the only network of this feature."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, Self

import httpx
import structlog
from pydantic import Field, ValidationError

from content_api.reports.facts.periods import Period
from phohien.schemas import Out
from phohien.tls import trusted

log = structlog.get_logger()
LARGEST = 1_000_000
PATIENCE = 5.0


class Reason(Out):
    """Why the target refused, and how many objects."""

    reason: str = Field(max_length=400)
    objects: int = Field(ge=0)


class TargetFigures(Out):
    """One target in the period, as the ledger of the sync has it."""

    target: str
    sent: int = Field(ge=0)
    accepted: int = Field(ge=0)
    rejected: int = Field(ge=0)
    withdrawn: int = Field(ge=0)
    waiting: int = Field(ge=0)
    first_pass: int | None = Field(default=None, ge=0)
    reasons: list[Reason] = Field(default=[], max_length=50)


class _Answer(Out):
    data: list[TargetFigures]


class SyncClient:
    """Asks with this service's token."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    @classmethod
    @asynccontextmanager
    async def connect(
        cls, url: str, *, token: str, patience: float = PATIENCE
    ) -> AsyncGenerator[Self]:
        async with httpx.AsyncClient(
            verify=trusted(),
            base_url=url,
            headers={"authorization": f"Bearer {token}"},
            timeout=patience,
            trust_env=False,
        ) as client:
            yield cls(client)

    async def figures(self, period: Period) -> list[dict[str, Any]] | None:
        """None when the sync does not say: the report then says that it does not."""
        try:
            answer = await self._client.get(
                "/internal/v1/figures",
                params={
                    "since": period.since.isoformat(),
                    "until": period.until.isoformat(),
                },
            )
            answer.raise_for_status()
            if len(answer.content) > LARGEST:
                return None
            told = _Answer.model_validate_json(answer.content).data
        except (httpx.HTTPError, ValidationError) as exc:
            log.warning("sync_figures_missing", reason=type(exc).__name__)
            return None
        return [{**each.model_dump(), "note": "", "by": "asean-sync"} for each in told]
