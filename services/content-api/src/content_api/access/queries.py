"""Statements on schema `access`, which the role phohien_login alone may write."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text

from phohien.db import ReadSession, WriteSession


async def account_named(session: ReadSession, username: str) -> RowMapping | None:
    rows = await session.execute(
        text(
            "SELECT id, username, name, password_hash, agency_id, agency_code,"
            " disabled_at FROM access.account WHERE username = :username"
        ),
        {"username": username},
    )
    return rows.mappings().first()


async def roles_of(session: ReadSession, account_id: UUID) -> list[str]:
    rows = await session.scalars(
        text(
            "SELECT DISTINCT role FROM access.role_grant WHERE account_id = :id"
            " AND valid_from <= now() AND (valid_to IS NULL OR valid_to > now())"
            " ORDER BY role"
        ),
        {"id": account_id},
    )
    return list(rows)


async def failures_since(
    session: ReadSession, *, username: str, address: str, since: datetime
) -> tuple[list[datetime], list[datetime]]:
    """Times of failed sign-ins of this name and from this address, oldest first."""
    rows = await session.execute(
        text(
            "SELECT username = :username, address = :address, at"
            " FROM access.login_failure"
            " WHERE (username = :username OR address = :address) AND at > :since"
            " ORDER BY at"
        ),
        {"username": username, "address": address, "since": since},
    )
    by_name, by_address = [], []
    for same_name, same_address, at in rows:
        if same_name:
            by_name.append(at)
        if same_address:
            by_address.append(at)
    return by_name, by_address


async def lock_attempts(session: WriteSession, username: str) -> None:
    """Attempts on one name come one after the other, so none slips past the count."""
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended('login:' || :name, 0))"),
        {"name": username},
    )


async def insert_failure(
    session: WriteSession, *, username: str, address: str, at: datetime
) -> None:
    await session.execute(
        text(
            "INSERT INTO access.login_failure (username, address, at)"
            " VALUES (:username, :address, :at)"
        ),
        {"username": username, "address": address, "at": at},
    )


async def forget_failures(
    session: WriteSession, *, username: str, before: datetime
) -> None:
    await session.execute(
        text(
            "DELETE FROM access.login_failure"
            " WHERE username = :username OR at < :before"
        ),
        {"username": username, "before": before},
    )


async def insert_session(session: WriteSession, values: Mapping[str, Any]) -> None:
    await session.execute(
        text(
            "INSERT INTO access.session"
            " (token_digest, csrf_digest, account_id, created_at, expires_at) VALUES"
            " (:token_digest, :csrf_digest, :account_id, :created_at, :expires_at)"
        ),
        values,
    )


async def end_session(session: WriteSession, digest: bytes, at: datetime) -> None:
    await session.execute(
        text(
            "UPDATE access.session SET ended_at = :at"
            " WHERE token_digest = :digest AND ended_at IS NULL"
        ),
        {"digest": digest, "at": at},
    )


async def insert_account(
    session: WriteSession, values: Mapping[str, Any]
) -> UUID | None:
    """None means the name was taken."""
    found: UUID | None = await session.scalar(
        text(
            "INSERT INTO access.account"
            " (username, name, password_hash, agency_id, agency_code) VALUES"
            " (:username, :name, :password_hash, :agency_id, :agency_code)"
            " ON CONFLICT (username) DO NOTHING RETURNING id"
        ),
        values,
    )
    return found


async def grant_roles(
    session: WriteSession, account_id: UUID, roles: Sequence[str], at: datetime
) -> None:
    await session.execute(
        text(
            "INSERT INTO access.role_grant (account_id, role, valid_from)"
            " SELECT DISTINCT :id, role, :at"
            " FROM unnest(CAST(:roles AS text[])) AS role"
        ),
        {"id": account_id, "roles": list(roles), "at": at},
    )


async def accounts(session: ReadSession) -> Sequence[RowMapping]:
    rows = await session.execute(
        text(
            "SELECT a.id, a.username, a.name, a.agency_code, a.disabled_at,"
            " a.created_at, ARRAY(SELECT DISTINCT g.role FROM access.role_grant g"
            "  WHERE g.account_id = a.id AND g.valid_from <= now()"
            "  AND (g.valid_to IS NULL OR g.valid_to > now()) ORDER BY 1) AS roles"
            " FROM access.account a ORDER BY a.username LIMIT 1000"
        )
    )
    return rows.mappings().all()


async def disable_account(
    session: WriteSession, account_id: UUID, at: datetime
) -> str | None:
    name: str | None = await session.scalar(
        text(
            "UPDATE access.account SET disabled_at = coalesce(disabled_at, :at)"
            " WHERE id = :id RETURNING username"
        ),
        {"id": account_id, "at": at},
    )
    return name


async def insert_api_key(
    session: WriteSession, values: Mapping[str, Any]
) -> RowMapping:
    rows = await session.execute(
        text(
            "INSERT INTO access.api_key (kind, name, prefix, token_digest, agency_id,"
            " agency_code, scopes, created_by, created_at) VALUES"
            " ('portal', :name, :prefix, :token_digest, :agency_id, :agency_code,"
            " :scopes, :created_by, :created_at) RETURNING id, name, prefix,"
            " agency_code, scopes, created_at, revoked_at"
        ),
        values,
    )
    return rows.mappings().one()


async def api_keys(session: ReadSession) -> Sequence[RowMapping]:
    rows = await session.execute(
        text(
            "SELECT id, name, prefix, agency_code, scopes, created_at, revoked_at"
            " FROM access.api_key WHERE kind = 'portal'"
            " ORDER BY created_at DESC, id LIMIT 1000"
        )
    )
    return rows.mappings().all()


async def revoke_api_key(
    session: WriteSession, key_id: UUID, at: datetime
) -> bytes | None:
    """The digest of the key; revoking twice keeps the first time."""
    digest: bytes | None = await session.scalar(
        text(
            "UPDATE access.api_key SET revoked_at = coalesce(revoked_at, :at)"
            " WHERE id = :id AND kind = 'portal' RETURNING token_digest"
        ),
        {"id": key_id, "at": at},
    )
    return digest
