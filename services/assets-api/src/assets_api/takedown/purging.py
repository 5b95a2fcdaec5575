"""The purge hook: a signed call that tells a CDN what it must forget."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import httpx
from standardwebhooks.webhooks import Webhook

from phohien.canonical import canonical_json

PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Hook:
    """Where the CDN, or what stands before it, hears; empty: there is none."""

    url: str = ""
    secret: str = ""
    media: str = ""
    """Where the public fetches media, so that a CDN gets whole addresses."""

    @property
    def is_set(self) -> bool:
        """Nothing is sent unsigned."""
        return bool(self.url and self.secret)


@dataclass(frozen=True, slots=True)
class Call:
    """The same id and bytes at every try."""

    takedown_id: UUID
    paths: list[str]
    prefixes: list[str]
    at: datetime

    def body(self, media: str) -> bytes:
        return canonical_json(
            {
                "type": "media.purge",
                "timestamp": self.at.isoformat(),
                "urls": [f"{media}{path}" for path in self.paths],
                "prefixes": [f"{media}{prefix}" for prefix in self.prefixes],
            }
        )


async def purge(
    http: httpx.AsyncClient, hook: Hook, call: Call, *, at: datetime
) -> str:
    """Empty when it was heard; else a word for what came back instead."""
    content = call.body(hook.media)
    message_id = f"purge_{call.takedown_id.hex}"
    headers = {
        "content-type": "application/json",
        "user-agent": "phohien-media/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(hook.secret).sign(
            message_id, at, content.decode()
        ),
    }
    try:
        answer = await http.post(hook.url, content=content, headers=headers)
    except httpx.HTTPError as error:
        return type(error).__name__
    return "" if answer.is_success else f"status {answer.status_code}"
