"""Whether the store can be trusted with what was signed; asked before it is offered."""

import asyncio
import hashlib
from base64 import b64encode
from datetime import datetime, timedelta
from uuid import uuid4

import httpx
import structlog

from assets_api.direct.presigning import Presigner, Signed
from assets_api.storage.errors import StorageUnreachableError
from assets_api.storage.store import Store
from phohien import clock
from phohien.settings import S3Settings
from phohien.tls import trusted

log = structlog.get_logger()
LIFETIME = timedelta(hours=1)
ASK_AGAIN = timedelta(minutes=10)
PATIENCE = 5.0
PROBE = b"phohien asks what this store keeps to"


class DirectDoor:
    """`url` is the store as programs reach it; empty: they do not."""

    def __init__(self, store: Store, settings: S3Settings, url: str) -> None:
        self._store = store
        self._url = url
        self._presigner = Presigner(settings, url)
        self._asking = asyncio.Lock()
        self._asked_at: datetime | None = None
        self._open = False

    def part(
        self, key: str, upload: str, *, number: int, length: int, sha256: bytes
    ) -> Signed:
        return self._presigner.sign(
            key,
            {"partNumber": str(number), "uploadId": upload},
            {
                "content-length": str(length),
                "x-amz-checksum-sha256": b64encode(sha256).decode(),
            },
            at=clock.now(),
            lifetime=LIFETIME,
        )

    async def is_open(self) -> bool:
        """Remembered while it is so; asked again after some minutes when it is not."""
        if not self._url or self._open:
            return self._open
        async with self._asking:
            now = clock.now()
            if self._asked_at is None or now - self._asked_at > ASK_AGAIN:
                self._open = await self._try_everything()
                self._asked_at = now
        return self._open

    async def _try_everything(self) -> bool:
        key = f"probe/{uuid4()}"
        try:
            upload = await self._store.begin_direct(key)
            try:
                accepted = await self._attempts(key, upload)
            finally:
                await self._store.abort(key, upload)
                await self._store.delete_all(key)
        except (StorageUnreachableError, httpx.HTTPError) as error:
            log.warning("direct_probe_failed", error=type(error).__name__)
            return False
        kept = accepted == {"as signed"}
        log.info("direct_probed", kept=kept, accepted=sorted(accepted))
        return kept

    async def _attempts(self, key: str, upload: str) -> set[str]:
        """The names of the requests the store took."""
        sha256 = hashlib.sha256(PROBE).digest()
        signed = self.part(key, upload, number=1, length=len(PROBE), sha256=sha256)
        other = PROBE[::-1]
        right = dict(signed.headers)
        lies = right | {
            "x-amz-checksum-sha256": b64encode(hashlib.sha256(other).digest()).decode()
        }
        bare = {"content-length": str(len(PROBE))}
        longer = right | {"content-length": str(len(PROBE) + 1)}
        attempts = [
            ("other bytes", signed.url, other, right),
            ("other checksum", signed.url, other, lies),
            ("no checksum", signed.url, PROBE, bare),
            ("longer", signed.url, PROBE + b".", longer),
            (
                "other key",
                signed.url.replace(key, f"{key}x"),
                PROBE,
                dict(signed.headers),
            ),
            ("as signed", signed.url, PROBE, right),
        ]
        accepted = set()
        async with httpx.AsyncClient(verify=trusted(), timeout=PATIENCE) as client:
            for name, url, body, headers in attempts:
                answer = await client.put(url, content=body, headers=headers)
                if answer.is_success:
                    accepted.add(name)
        return accepted
