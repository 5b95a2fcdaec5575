"""What a connector finds where it works: its profile, the wire, and the database."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from asean_sync.connectors.addresses import DEFAULT_PORTS
from asean_sync.connectors.client import Client, Patience, Watch
from asean_sync.connectors.credentials.access import Access
from asean_sync.profiles import references
from asean_sync.profiles.document import Profile
from asean_sync.settings import Settings
from phohien.db import Database


@dataclass(frozen=True, slots=True)
class Surroundings:
    """One target's. `access` holds the resolved credentials of the profile."""

    profile: Profile
    settings: Settings
    database: Database
    access: Access
    watch: Watch | None = None

    @classmethod
    def of(
        cls,
        profile: Profile,
        settings: Settings,
        database: Database,
        watch: Watch | None = None,
    ) -> "Surroundings":
        """Raises SecretMissingError or CredentialUnusableError; sends nothing."""
        access = Access.of(profile.auth, profile.sign, references.resolve)
        return cls(profile, settings, database, access, watch)

    @property
    def patience(self) -> Patience:
        limits = self.profile.limits
        return Patience(
            limits.timeout.connect,
            limits.timeout.read,
            limits.timeout.media,
            limits.max_reply_kb * 1024,
        )

    @asynccontextmanager
    async def client(self) -> AsyncGenerator[Client]:
        """To the profile's base_url alone. Raises ForbiddenAddressError."""
        given = self.profile.base_url
        base_url = references.resolve(given)
        inside = references.is_reference(given) or _named(self.settings, base_url)
        tokens = self.access.tokens.absolute if self.access.tokens else None
        async with Client.open(
            base_url,
            self.patience,
            inside=inside,
            access=self.access,
            tokens_inside=tokens is not None and _named(self.settings, tokens),
            watch=self.watch,
        ) as client:
            yield client


def _named(settings: Settings, base_url: str) -> bool:
    """Inside addresses are the operator's to allow: by name, or as a reference."""
    parts = urlsplit(base_url)
    port = parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
    return settings.may_be_inside(parts.hostname or "", port)
