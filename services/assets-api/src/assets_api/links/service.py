"""Gives links to forms of files that the asker may see anyway."""

from dataclasses import asdict
from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from assets_api.assets import reading
from assets_api.assets import service as assets
from assets_api.assets.errors import AssetWithdrawnError
from assets_api.links.errors import LinkFormUnknownError
from assets_api.links.schemas import LinkOrder
from assets_api.links.signing import Keyring
from phohien import audit
from phohien.callers import Caller
from phohien.db import WriteSession


async def give(
    session: WriteSession,
    asset_id: UUID,
    order: LinkOrder,
    *,
    keyring: Keyring,
    caller: Caller,
    at: datetime,
) -> tuple[str, datetime]:
    """Path and query of the link, and its end. Who asked for it stays written down."""
    asset, _ = await reading.one_asset(
        session, asset_id, agency_id=assets.agency_of(caller)
    )
    if asset.withdrawn_at is not None:
        raise AssetWithdrawnError
    wanted = (order.preset, f".{order.format}")
    path = next(
        (
            form.url
            for form in asset.renditions
            if form.preset == wanted[0] and form.url.endswith(wanted[1])
        ),
        None,
    )
    if path is None:
        raise LinkFormUnknownError
    until = (at + timedelta(minutes=order.minutes)).replace(microsecond=0)
    signed = keyring.sign(path, until=until)
    await audit.append(
        session,
        service=assets.SERVICE,
        caller=caller,
        action="asset.link-given",
        subject=f"asset:{asset_id}",
        detail={"path": path, "until": until.isoformat(), "key": signed.k},
    )
    return f"{path}?{urlencode(asdict(signed))}", until
