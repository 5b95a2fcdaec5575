"""What is sent: thin, signed, and the same bytes at every try."""

import secrets
from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from standardwebhooks.webhooks import Webhook

from content_api.addresses import Addresses
from phohien.canonical import canonical_json

SECRET_BYTES = 32


def new_secret() -> str:
    return "whsec_" + b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def body(line: Mapping[str, Any], addresses: Addresses) -> bytes:
    """That something happened, and where to read what. Nothing in it is secret."""
    return canonical_json(
        {
            "type": f"item.{line['kind']}",
            "timestamp": line["at"].isoformat(),
            "seq": line["seq"],
            "key": line["key"],
            "locale": line["lang"],
            "url": addresses.item(line["key"], line["lang"]),
        }
    )


def headers(
    delivery_id: UUID, keys: Sequence[str], content: bytes, *, at: datetime
) -> dict[str, str]:
    """The id is that of the delivery: a receiver knows a second try, and a replay.

    While a secret is being replaced there are two, and a signature by each.
    """
    message_id = f"msg_{delivery_id.hex}"
    signature = " ".join(
        Webhook(secret).sign(message_id, at, content.decode()) for secret in keys
    )
    return {
        "content-type": "application/json",
        "user-agent": "phohien-webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signature,
    }
