"""How the store stands, for /health/ready: tried when first asked, then remembered."""

import asyncio
from time import monotonic

from assets_api.storage.errors import StorageUnreachableError
from assets_api.storage.store import Store

AGAIN_SECONDS = 30.0
"""A store that did not answer is asked again after this; abilities do not change."""


class Standing:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._asking = asyncio.Lock()
        self._asked = -AGAIN_SECONDS
        self._known: dict[str, bool] = {}

    async def __call__(self) -> dict[str, str]:
        """Readiness does not depend on it: reads of rows go on without the store."""
        async with self._asking:
            if not self._known and monotonic() - self._asked >= AGAIN_SECONDS:
                self._asked = monotonic()
                try:
                    self._known = await self._store.capabilities()
                except StorageUnreachableError:
                    return {"store": "unreachable"}
        if not self._known:
            return {"store": "unreachable"}
        able = {
            f"store.{name}": "yes" if has else "no" for name, has in self._known.items()
        }
        return {"store": "answers", **able}
