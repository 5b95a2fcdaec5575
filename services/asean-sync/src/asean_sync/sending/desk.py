"""What a worker has at hand for one target."""

import os
import random
import socket
from collections.abc import AsyncGenerator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from asean_sync.connectors.addresses import DEFAULT_PORTS
from asean_sync.connectors.client import Client, Patience
from asean_sync.connectors.credentials.access import Access
from asean_sync.connectors.interface import Connector
from asean_sync.objects.states import STANDARD_WEBHOOKS, Policy, Ticket
from asean_sync.objects.tickets import Asking
from asean_sync.profiles import kinds, references
from asean_sync.profiles.document import Profile
from asean_sync.settings import Settings
from phohien import clock
from phohien.db import Database

UNSAID_EVERY = 30.0


@dataclass(frozen=True, slots=True)
class Desk:
    """One target, its connector, and who is at work."""

    database: Database
    settings: Settings
    target_code: str
    profile: Profile
    connector: Connector
    patience: Patience
    secrets: Collection[str]
    worker: str
    run_id: UUID | None = None

    def asking(self, ticket: Ticket | None = None) -> Asking:
        """How the profile wants tickets to be asked about."""
        calls = self.profile.endpoints
        tickets = calls.tickets if calls else None
        if tickets is None:
            return Asking(every=UNSAID_EVERY)
        overdue = False
        if ticket is not None:
            waited = clock.now() - datetime.fromisoformat(ticket.since)
            overdue = waited.total_seconds() > tickets.patience
        return Asking(tickets.every, overdue)

    def policy(self) -> Policy:
        """With a new random number for the jitter of what is decided next."""
        retry = self.profile.retry
        schedule = (
            STANDARD_WEBHOOKS
            if retry.schedule == "standard_webhooks"
            else tuple(retry.schedule) or (1.0,)
        )
        return Policy(
            cool_down=self.profile.limits.cool_down,
            schedule=schedule,
            full_jitter=retry.jitter == "full",
            budget=retry.budget,
            chance=random.random(),  # noqa: S311 -- it spreads retries, no secret
        )


def worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


@asynccontextmanager
async def opened(
    database: Database,
    settings: Settings,
    profile: Profile,
    run_id: UUID | None = None,
) -> AsyncGenerator[Desk]:
    """Raises SecretMissingError or ForbiddenAddressError before anything is sent."""
    base_url = references.resolve(profile.base_url)
    access = Access.of(profile.auth, profile.sign, references.resolve)
    limits = profile.limits
    patience = Patience(
        limits.timeout.connect,
        limits.timeout.read,
        limits.timeout.media,
        limits.max_reply_kb * 1024,
    )
    inside = references.is_reference(profile.base_url) or _named(settings, base_url)
    tokens = access.tokens.absolute if access.tokens else None
    async with Client.open(
        base_url,
        patience,
        inside=inside,
        access=access,
        tokens_inside=tokens is not None and _named(settings, tokens),
    ) as client:
        connector: Connector = kinds.load(profile.profile.connector)(profile, client)
        yield Desk(
            database=database,
            settings=settings,
            target_code=profile.profile.target,
            profile=profile,
            connector=connector,
            patience=patience,
            secrets=access.secrets,
            worker=worker_name(),
            run_id=run_id,
        )


def _named(settings: Settings, base_url: str) -> bool:
    """Inside addresses are the operator's to allow: by name, or as a reference."""
    parts = urlsplit(base_url)
    port = parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
    return settings.may_be_inside(parts.hostname or "", port)
