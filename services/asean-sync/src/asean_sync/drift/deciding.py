"""What a person may do about a difference: ours again, theirs as a draft, or not."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

from asean_sync.drift import contracts, service
from asean_sync.drift.classes import Kind
from asean_sync.drift.errors import (
    ContentNotReachedError,
    CorrectionRefusedError,
    NothingToAdoptError,
    NothingToSendError,
)
from asean_sync.drift.queries import objects
from asean_sync.drift.tables import Drift
from asean_sync.drift.three_way import Side, adoptable, sides
from asean_sync.evidence.sealing import AlteredError, DestroyedError, Vault
from asean_sync.objects.tables import Object
from asean_sync.profiles import service as profiles
from asean_sync.targets.service import SERVICE
from phohien import audit
from phohien.callers import Caller
from phohien.db import ReadSession, WriteSession
from phohien.errors import Text
from phohien.tls import trusted

PATIENCE = 15.0


@dataclass(frozen=True, slots=True)
class Opened:
    """A difference with what can be read of it."""

    drift: Drift
    object: Object | None
    sides: list[Side]
    adoptable: dict[str, str]


async def opened(session: ReadSession, vault: Vault, found: Drift) -> Opened:
    held = None
    if found.object_id is not None:
        held = await objects.object_of(session, found.object_id)
    words = _words(vault, found, held)
    if held is None or words is None:
        return Opened(found, held, [], {})
    ours = words["sent"]
    if held.payload_sha256 != words.get("payload"):
        ours = await objects.payload_of(session, held.payload_sha256)
    told = sides(words["sent"], ours, words["theirs"])
    profile = await profiles.active_profile(session, found.target_code)
    return Opened(found, held, told, adoptable(profile, told))


def _words(vault: Vault, found: Drift, held: Object | None) -> dict[str, Any] | None:
    if held is None or found.theirs is None:
        return None
    try:
        sealer = vault.sealer(held.evidence_key, held.id)
        if sealer is None:
            return None
        text = sealer.unseal(f"{held.id}:theirs", found.theirs)
    except (AlteredError, DestroyedError):
        return None
    words: dict[str, Any] = json.loads(text)
    return words


async def reassert(
    session: WriteSession, found: Drift, caller: Caller, at: datetime
) -> None:
    """Ours again: looked for, and made or changed to what is approved now."""
    if found.object_id is None or found.kind == Kind.CONTRACT:
        raise NothingToSendError(
            Text(
                vi="Đối tượng này không phải của ta; hãy báo quản trị viên của đích.",
                en="It is no object of ours; tell the target's administrator.",
            )
        )
    await service.close(session, found, by=caller.username, outcome="reasserted", at=at)
    await objects.take_up(session, found.object_id)
    await _note(session, found, caller, "drift.reassert")


async def leave(
    session: WriteSession, found: Drift, caller: Caller, at: datetime
) -> None:
    """It may stay so. Of an interface: what was seen last is accepted."""
    # Accepting ends whatever hold there is now, so a settled row must not.
    service.demand_open(found)
    if found.kind == Kind.CONTRACT:
        digest = await contracts.found_last(session, found.target_code)
        if digest is not None:
            await contracts.accept(
                session, found.target_code, digest, by=caller.username, at=at
            )
    else:
        await service.close(session, found, by=caller.username, outcome="left", at=at)
    await _note(session, found, caller, "drift.accept")


async def adopt(
    one: Opened, content_url: str, token: str, caller: Caller
) -> dict[str, Any]:
    """Their words as a draft in content-api, for the agency and its leader to read."""
    if one.object is None or not one.adoptable or one.object.lang is None:
        raise NothingToAdoptError(
            Text(
                vi="Không có phần chữ nào của đích có thể đưa ngược về bản thảo; hãy "
                "sửa mục tin bằng tay.",
                en="No text of theirs can be taken back into a draft; edit the item "
                "by hand.",
            )
        )
    body = {
        "key": one.object.object_key.rpartition(".")[0],
        "locale": one.object.lang,
        "texts": one.adoptable,
        "target": one.drift.target_code,
    }
    headers = {
        "authorization": f"Bearer {token}",
        "x-on-behalf-of": caller.username,
    }
    try:
        async with httpx.AsyncClient(
            base_url=content_url, timeout=PATIENCE, trust_env=False, verify=trusted()
        ) as client:
            answer = await client.post(
                "/internal/v1/corrections", json=body, headers=headers
            )
            told = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise _not_reached() from error
    if answer.status_code == httpx.codes.CREATED:
        return dict(told)
    if answer.is_client_error and answer.status_code != httpx.codes.UNAUTHORIZED:
        raise CorrectionRefusedError(str(told.get("detail", "")))
    raise _not_reached()


def _not_reached() -> ContentNotReachedError:
    return ContentNotReachedError(
        Text(
            vi="content-api không trả lời; hãy thử lại sau ít phút.",
            en="content-api gives no answer; try again in a few minutes.",
        )
    )


async def note_adopted(
    session: WriteSession, found: Drift, caller: Caller, at: datetime
) -> None:
    await service.close(session, found, by=caller.username, outcome="adopted", at=at)
    await _note(session, found, caller, "drift.adopt")


async def _note(
    session: WriteSession, found: Drift, caller: Caller, action: str
) -> None:
    await audit.append(
        session,
        service=SERVICE,
        caller=caller,
        action=action,
        subject=f"object/{found.object_key}",
        detail={"target": found.target_code, "kind": found.kind, "id": str(found.id)},
    )
