"""What is written of an object when the plan changes what it should be. Pure."""

from typing import Any

from asean_sync.planning.plan import Planned, priority
from asean_sync.planning.wishes import Wish


def desired(one: Planned, digest: str) -> dict[str, Any]:
    assert one.wish is not None  # noqa: S101 -- as above
    return {
        "desired": "present",
        "desired_hash": one.wish.hash,
        "payload_sha256": digest,
        "priority": int(priority(one)),
        "withdrawn_reason": None,
        **remembered(one.wish),
    }


def remembered(wish: Wish) -> dict[str, Any]:
    return {
        "closure_hash": wish.closure_hash,
        "source": dict(wish.source),
        "expires_at": wish.expires_at,
    }


def new(target_code: str, one: Planned, digest: str) -> dict[str, Any]:
    assert one.wish is not None  # noqa: S101 -- as above
    return {
        "target_code": target_code,
        "object_key": one.key,
        "role": one.role,
        "item_id": one.wish.item_id,
        "lang": one.wish.lang,
        "state": "pending",
        "desired_generation": 1,
        **desired(one, digest),
    }


def unwanted(one: Planned) -> dict[str, Any]:
    return {
        "desired": "absent",
        "desired_hash": None,
        "payload_sha256": None,
        "priority": int(priority(one)),
        "withdrawn_reason": one.reason,
        "expires_at": None,
    }
