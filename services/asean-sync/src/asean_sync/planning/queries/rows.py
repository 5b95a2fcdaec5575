"""What is written of an object when the plan changes what it should be. Pure."""

from typing import Any

from asean_sync.planning.plan import Planned, priority
from asean_sync.planning.wishes import Wish


def desired(one: Planned, digest: str, *, settled: bool) -> dict[str, Any]:
    assert one.wish is not None  # noqa: S101 -- as above
    return {
        "object_key": one.key,
        "desired": "present",
        "desired_hash": one.wish.hash,
        "payload_sha256": digest,
        "priority": int(priority(one)),
        "withdrawn_reason": None,
        **remembered(one.wish, settled=settled),
    }


def remembered(wish: Wish, *, settled: bool) -> dict[str, Any]:
    return {
        "made_from": wish.made_from if settled else None,
        "closure_hash": wish.closure_hash,
        "source": dict(wish.source),
        "expires_at": wish.expires_at,
    }


def new(target_code: str, one: Planned) -> dict[str, Any]:
    """Besides what is desired of it."""
    assert one.wish is not None  # noqa: S101 -- as above
    return {
        "target_code": target_code,
        "role": one.role,
        "item_id": one.wish.item_id,
        "lang": one.wish.lang,
        "state": "pending",
        "desired_generation": 1,
    }


def unwanted(one: Planned) -> dict[str, Any]:
    return {
        "object_key": one.key,
        "desired": "absent",
        "desired_hash": None,
        "payload_sha256": None,
        "priority": int(priority(one)),
        "withdrawn_reason": one.reason,
        "expires_at": None,
        "made_from": None,
    }
