"""Webhooks for the operator."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from content_api.public.answers import next_link
from content_api.web import OwnDatabase
from content_api.webhooks import queries, service
from content_api.webhooks.calls import guard
from content_api.webhooks.errors import (
    DeliveryNotFoundError,
    ForbiddenAddressError,
    SecretBeingReplacedError,
    TooManyWebhooksError,
    UnknownInterestError,
    WebhookNotFoundError,
)
from content_api.webhooks.schemas import (
    DeliveryFilter,
    DeliveryList,
    ReplayOrder,
    ReplayOut,
    SecretOrder,
    WebhookDraft,
    WebhookList,
    WebhookMade,
    WebhookOut,
    WebhookState,
)
from phohien import clock
from phohien.auth import RoleRequiredError, require
from phohien.callers import Caller
from phohien.problems import problems
from phohien.web import Reading, Writing

router = APIRouter(prefix="/staff/v1/webhooks", tags=["webhooks"])
Operator = require("operator")
ONE = problems(RoleRequiredError, WebhookNotFoundError)


@router.post(
    "",
    status_code=201,
    responses=problems(
        RoleRequiredError,
        ForbiddenAddressError,
        TooManyWebhooksError,
        UnknownInterestError,
    ),
)
async def register_webhook(
    body: WebhookDraft,
    request: Request,
    response: Response,
    database: OwnDatabase,
    caller: Caller = Operator,
) -> WebhookMade:
    """Tell an address of every line of the log from now on.

    The secret is in this answer and never again. What is sent is signed as Standard
    Webhooks has it, and says only that something happened and where to read it.
    """
    inside = guard.hosts(request.app.state.settings.webhook_hosts)
    await service.check_address(body.url, inside)
    async with database.writing() as session:
        made = await service.register(session, body, at=clock.now(), caller=caller)
    response.headers["Cache-Control"] = "no-store"
    return WebhookMade.model_validate(made)


@router.get("", responses=problems(RoleRequiredError))
async def list_webhooks(session: Reading, _: Caller = Operator) -> WebhookList:
    """Every webhook, the newest first."""
    data = [WebhookOut.model_validate(row) for row in await queries.webhooks(session)]
    return WebhookList(data=data, next_cursor=None)


@router.get("/{webhook_id}", responses=ONE)
async def get_webhook(
    webhook_id: UUID, session: Reading, _: Caller = Operator
) -> WebhookOut:
    """One webhook, and how it is doing."""
    return WebhookOut.model_validate(await service.get(session, webhook_id))


@router.post("/{webhook_id}/pause", responses=ONE)
async def pause_webhook(
    webhook_id: UUID, session: Writing, caller: Caller = Operator
) -> WebhookOut:
    """Send nothing until it is resumed; nothing is lost meanwhile."""
    found = await service.set_state(session, webhook_id, WebhookState.PAUSED, caller)
    return WebhookOut.model_validate(found)


@router.post("/{webhook_id}/resume", responses=ONE)
async def resume_webhook(
    webhook_id: UUID, session: Writing, caller: Caller = Operator
) -> WebhookOut:
    """Go on where it stopped."""
    found = await service.set_state(session, webhook_id, WebhookState.ACTIVE, caller)
    return WebhookOut.model_validate(found)


@router.post(
    "/{webhook_id}/secret",
    responses={**ONE, **problems(SecretBeingReplacedError)},
)
async def replace_webhook_secret(
    webhook_id: UUID,
    body: SecretOrder,
    response: Response,
    session: Writing,
    caller: Caller = Operator,
) -> WebhookMade:
    """A new secret, in this answer and never again.

    For `overlap_hours` every call carries two signatures, by the new secret and by the
    one before, so that the portal misses nothing while it changes over.
    """
    overlap = timedelta(hours=body.overlap_hours)
    found = await service.replace_secret(
        session, webhook_id, overlap, at=clock.now(), caller=caller
    )
    response.headers["Cache-Control"] = "no-store"
    return WebhookMade.model_validate(found)


@router.post("/{webhook_id}/secret/retire", responses=ONE)
async def retire_webhook_secret(
    webhook_id: UUID, session: Writing, caller: Caller = Operator
) -> WebhookOut:
    """The former secret ends now: the portal has the new one."""
    found = await service.retire_secret(session, webhook_id, caller)
    return WebhookOut.model_validate(found)


@router.delete("/{webhook_id}", status_code=204, responses=ONE)
async def delete_webhook(
    webhook_id: UUID, session: Writing, caller: Caller = Operator
) -> None:
    """Send nothing any more; its log goes with it, the audit stays."""
    await service.remove(session, webhook_id, caller)


@router.get("/{webhook_id}/deliveries", responses=ONE)
async def list_deliveries(
    webhook_id: UUID,
    request: Request,
    response: Response,
    session: Reading,
    wanted: Annotated[DeliveryFilter, Query()],
    _: Caller = Operator,
) -> DeliveryList:
    """What was sent, what came back, and what waits; kept for 30 days."""
    data, cursor = await service.log(session, webhook_id, wanted)
    if cursor is not None:
        response.headers["link"] = next_link(request, "cursor", str(cursor))
    return DeliveryList(data=data, next_cursor=cursor)


@router.post("/{webhook_id}/replay", responses=ONE)
async def replay_lines(
    webhook_id: UUID, body: ReplayOrder, session: Writing, caller: Caller = Operator
) -> ReplayOut:
    """Tell a stretch of the log again, at most 10,000 lines at once."""
    count = await service.replay(
        session, webhook_id, body, at=clock.now(), caller=caller
    )
    return ReplayOut(deliveries=count)


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/replay",
    responses={**ONE, **problems(WebhookNotFoundError, DeliveryNotFoundError)},
)
async def replay_delivery(
    webhook_id: UUID, delivery_id: UUID, session: Writing, caller: Caller = Operator
) -> ReplayOut:
    """Send one again, under the same id."""
    await service.replay_one(
        session, webhook_id, delivery_id, at=clock.now(), caller=caller
    )
    return ReplayOut(deliveries=1)
