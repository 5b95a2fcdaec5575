"""A leader with so many items in three languages, cleared and ready to be released."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import text

from content_api.access import queries, service
from content_api.agencies.tables import Agency
from content_api.items.bulk.service import create_items
from content_api.items.schemas import ItemDraft
from content_api.items.service import Writer
from phohien import clock, keys, urls
from phohien.callers import Caller
from phohien.db import Database

LANGS = ("vi", "en", "fr")
TITLES = {"vi": "Khu công nghiệp", "en": "Industrial park", "fr": "Parc industriel"}
SUBMIT = """
UPDATE content.item_language l SET status = 'submitted', submitted_at = now()
  FROM content.item i WHERE i.id = l.item_id AND i.agency_id = :agency"""
CLEAR = """
SELECT count(content.clear(
           :session, l.item_id, l.lang, l.closure_hash, 'đã đọc', now()))
  FROM content.item_language l JOIN content.item i ON i.id = l.item_id
 WHERE i.agency_id = :agency"""
CLEARED = """
SELECT i.key, jsonb_object_agg(l.lang, l.closure_hash) AS hashes
  FROM content.item i JOIN content.item_language l ON l.item_id = i.id
 WHERE i.agency_id = :agency GROUP BY i.key ORDER BY i.key"""


@dataclass(frozen=True)
class Desk:
    """The leader's token, and the hashes of each language by the item's key."""

    token: str
    items: dict[str, dict[str, str]]

    def take(self, count: int) -> list[tuple[str, dict[str, str]]]:
        """Each item once."""
        if count > len(self.items):
            message = f"the desk has {len(self.items)} items left, not {count}"
            raise ValueError(message)
        return [self.items.popitem() for _ in range(count)]


async def fill(owner_url: str, count: int) -> Desk:
    """Made by the functions of an import; submitted by hand, cleared by the gate."""
    content = urls.role_url(owner_url, "phohien_content")
    login = urls.role_url(owner_url, "phohien_login")
    at = clock.now()
    agency = Agency(
        id=uuid4(),
        code=f"bench-{secrets.token_hex(4)}",
        name_vi="Cơ quan đo tốc độ",
        name_en="Office of measurement",
    )
    async with (
        Database.connect(content, application_name="bench", pool_size=2) as database,
        Database.connect(login, application_name="bench", pool_size=2) as accounts,
    ):
        code, ident = agency.code, agency.id
        async with database.writing() as session:
            session.add(agency)
        officer, _ = await person(accounts, "officer", ident, code)
        _, token = await person(accounts, "leader", ident, code)
        async with database.writing() as session:
            drafts = [_draft() for _ in range(count)]
            await create_items(session, drafts, Writer(officer, at), province="hy")
        given = {"agency": ident, "session": keys.digest(token)}
        async with database.writing() as session:
            await session.execute(text(SUBMIT), given)
            await session.execute(text(CLEAR), given)
        async with database.reading() as session:
            rows = await session.execute(text(CLEARED), given)
            return Desk(token, {key: dict(hashes) for key, hashes in rows})


async def person(
    accounts: Database, role: str, agency_id, agency_code: str
) -> tuple[Caller, str]:
    at, username = clock.now(), f"bench-{role}-{secrets.token_hex(4)}"
    values = {
        "username": username,
        "name": "Nguyễn Văn Đo",
        "password_hash": service.hash_password(secrets.token_urlsafe(12)),
        "agency_id": agency_id,
        "agency_code": agency_code,
    }
    async with accounts.writing() as session:
        ident = await queries.insert_account(session, values)
        await queries.grant_roles(session, ident, (role,), at)
        account = await queries.account_named(session, username)
        started = await service.start_session(
            session, account, at=at, lasts=timedelta(hours=2)
        )
    caller = Caller(
        kind="person",
        id=ident,
        username=username,
        name=values["name"],
        agency_id=agency_id,
        agency_code=agency_code,
        roles=frozenset({role}),
        scopes=frozenset(),
        token_digest=keys.digest(started.token),
        csrf_digest=None,
    )
    return caller, started.token


def _draft() -> ItemDraft:
    # Letters alone: a digit would be a figure that a translation lacks.
    mark = "".join(secrets.choice("abcdefgh") for _ in range(10))
    return ItemDraft.model_validate(
        {
            "type": "industrial_park",
            "fi_category": "image_promotion",
            "topics": ["investment"],
            "fields": {"status": "operating"},
            "languages": {
                lang: {
                    "title": f"{TITLES[lang]} {mark}",
                    "summary": f"{TITLES[lang]} Phố Nối.",
                }
                for lang in LANGS
            },
        }
    )
