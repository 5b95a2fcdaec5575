"""What a worker has at hand for one target."""

import os
import random
import socket
from collections import Counter
from collections.abc import AsyncGenerator, Collection
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from asean_sync.connectors.client import Patience
from asean_sync.connectors.discreet import Discreet
from asean_sync.connectors.interface import Connector
from asean_sync.connectors.surroundings import Surroundings
from asean_sync.evidence.sealing import Vault
from asean_sync.evidence.service import vault_of
from asean_sync.monitoring.tally import Tally
from asean_sync.objects.states import STANDARD_WEBHOOKS, Policy, Ticket
from asean_sync.objects.tickets import Asking
from asean_sync.profiles import kinds
from asean_sync.profiles.document import Profile
from asean_sync.sending.ledger.book import Ledger
from asean_sync.sending.ledger.held import Claim
from asean_sync.sending.shares import statements
from asean_sync.sending.shares.wire import Wire
from asean_sync.settings import Settings
from asean_sync.targets import service as targets
from phohien import clock
from phohien.db import Database


@dataclass(slots=True)
class Mood:
    """`well`: the target was at ease when it was last looked at."""

    well: bool = False


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
    vault: Vault
    ledger: Ledger
    # Of the database, told apart from what it was before it was put back.
    epoch: str
    run_id: UUID | None = None
    wire: Wire = field(default_factory=Wire)
    # What is under a lease here, until it is let go.
    held: dict[UUID, Claim] = field(default_factory=dict)
    # A run of one item works on its objects alone.
    item_id: UUID | None = None
    tally: Tally = field(default_factory=Tally)
    # How many desks of this process work off what is due, by target.
    draining: Counter[str] = field(default_factory=Counter)
    mood: Mood = field(default_factory=Mood)

    def asking(self, ticket: Ticket | None = None) -> Asking:
        """How tickets of this target are to be asked about."""
        wanted = self.connector.asking()
        overdue = False
        if ticket is not None and wanted.patience is not None:
            waited = clock.now() - datetime.fromisoformat(ticket.since)
            overdue = waited.total_seconds() > wanted.patience
        return Asking(wanted.every, overdue)

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
    draining: Counter[str] | None = None,
) -> AsyncGenerator[Desk]:
    """Raises SecretMissingError or ForbiddenAddressError before anything is sent."""
    tally = Tally()
    around = Surroundings.of(profile, settings, database, tally.request)
    kind: type[Connector] = kinds.load(profile.profile.connector)
    async with database.reading() as session:
        epoch = await targets.epoch(session, profile.profile.target)
    async with kind.opened(around) as connector:
        desk = Desk(
            database=database,
            settings=settings,
            target_code=profile.profile.target,
            profile=profile,
            connector=cast("Connector", Discreet(connector, around.access.secrets)),
            patience=around.patience,
            secrets=around.access.secrets,
            worker=worker_name(),
            vault=vault_of(settings),
            ledger=Ledger(database, profile.profile.target),
            epoch=epoch,
            run_id=run_id,
            tally=tally,
            draining=Counter() if draining is None else draining,
        )
        try:
            yield desk
        finally:
            await _give_back(desk)


async def _give_back(desk: Desk) -> None:
    """Its connections; out of reach they are the others' when their lease ends."""
    if not desk.wire.granted:
        return
    with suppress(SQLAlchemyError, OSError):
        async with desk.database.writing() as session:
            await statements.give_back(session, desk.target_code, desk.wire.owner)
