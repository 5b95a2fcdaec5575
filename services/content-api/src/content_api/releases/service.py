"""Publishing what was cleared, taking it down, and what the clock does by itself."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from content_api.refused import named
from content_api.releases import documents, queries
from content_api.releases.client import Manifests
from content_api.releases.documents import Cleared
from content_api.releases.errors import MediaNotReadyError
from content_api.releases.refusals import REFUSALS
from content_api.releases.schemas import MediumManifest
from phohien.callers import Caller
from phohien.db import ReadSession, WriteSession
from phohien.errors import FieldProblem, Text


def refuse_blocked(manifests: Manifests, langs: Iterable[str]) -> None:
    """Missing rights or alt text keep a medium, and what shows it, from readers."""
    found = [
        FieldProblem(f"/media/{asset}/{lang}", blocker.detail, blocker.code)
        for lang in langs
        for asset, manifest in manifests[lang].items()
        for blocker in manifest.blockers
    ]
    if found:
        raise MediaNotReadyError(
            Text(
                vi="Bổ sung thông tin tệp (quyền, mô tả thay thế…) rồi thực hiện lại.",
                en="Complete what is missing of the media (rights, alt text), then try"
                " again.",
            ),
            errors=found,
        )


def known(
    manifests: Manifests, langs: Iterable[str]
) -> dict[str, dict[str, dict[str, Any]]]:
    """The manifests as a closure holds them."""
    return {
        lang: {
            asset: manifest.model_dump(mode="json")
            for asset, manifest in manifests[lang].items()
            if not manifest.blockers
        }
        for lang in langs
    }


async def publish(
    session: WriteSession,
    caller: Caller,
    cleared: Cleared,
    lang: str,
    manifests: Mapping[str, MediumManifest],
    *,
    at: datetime,
) -> int:
    finished = documents.finish(cleared, manifests, at=at)
    with named(REFUSALS):
        return await queries.publish(
            session,
            caller.token_digest,
            item_id=cleared.item_id,
            lang=lang,
            closure_hash=cleared.closure_hash,
            finished=finished,
        )


async def take_down(
    session: WriteSession,
    caller: Caller,
    item_id: UUID,
    lang: str,
    *,
    reason: str,
    at: datetime,
) -> int | None:
    with named(REFUSALS):
        return await queries.withdraw(
            session,
            caller.token_digest,
            item_id=item_id,
            lang=lang,
            reason=reason,
            at=at,
        )


async def live_hash(session: ReadSession, item_id: UUID, lang: str) -> str | None:
    return await queries.live_hash(session, item_id, lang)


async def end_asset(
    session: WriteSession, asset: UUID, version: UUID, *, reason: str, at: datetime
) -> None:
    """To be committed before `withdraw_asset`: from then on no release shows it."""
    await queries.end_asset(session, asset, version, reason=reason, at=at)


async def withdraw_asset(
    session: WriteSession, asset: UUID, version: UUID, *, reason: str, at: datetime
) -> list[dict[str, Any]]:
    """Every released language that shows this version; again is nothing more."""
    rows = await queries.withdraw_asset(session, asset, version, reason=reason, at=at)
    return [{"key": row["item_key"], "locale": row["lang"]} for row in rows]


async def tick(session: WriteSession) -> tuple[int, int]:
    """Lines for what the clock has shown and hidden: how many of each."""
    return await queries.tick(session)
