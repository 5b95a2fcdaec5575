"""Rows of schema `release`, written as the owner the way content-api leaves them.

It stands in for content-api where a test is about asean-sync alone.
"""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4, uuid5

import psycopg
from psycopg.rows import dict_row

AGENCY = UUID("0b4c1f9e-6a0d-4b38-9d7e-3f6c2a1b5d10")
APPROVER = UUID("0b4c1f9e-6a0d-4b38-9d7e-3f6c2a1b5d11")


@dataclass(frozen=True)
class Brochure:
    content: bytes
    version: UUID = field(default_factory=uuid4)
    role: str = "brochure"
    mime: str = "application/pdf"
    filename: str = "to-gap.pdf"
    alt: str = "Tờ gấp"
    caption: str = ""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def path(self) -> str:
        ending = self.filename.rpartition(".")[2]
        return f"/m/{self.version}/download-1.{ending}"


def card(doc: dict[str, Any]) -> str:
    shown = {name: doc[name] for name in ("key", "type", "title")}
    return json.dumps(shown, ensure_ascii=False)


class Releases:
    def __init__(self, owner_url: str) -> None:
        self._url = owner_url

    def add_target(self, code: str) -> None:
        with self._connect() as db:
            db.execute(
                "insert into release.target (code, name, follow_policy, valid_from) "
                "values (%s, %s, 'follow', now() - interval '1 day') "
                "on conflict do nothing",
                (code, json.dumps({"vi": "Cổng thử", "en": "Test portal"})),
            )

    def release(
        self, key: str, lang: str, title: str, *brochures: Brochure, body: str = ""
    ) -> dict[str, Any]:
        """The first release of a language, or a correction of the one there is."""
        item = uuid5(AGENCY, key)
        with self._connect() as db:
            before = db.execute(
                "update release.document set superseded_at = now() where item_id = %s "
                "and lang = %s and superseded_at is null returning revision",
                (item, lang),
            ).fetchone()
            revision = before["revision"] + 1 if before else 1
            doc = document(item, key, lang, title, brochures, revision)
            if body:
                doc["texts"]["body"] = body
                doc["hash"] = hashlib.sha256((doc["hash"] + body).encode()).hexdigest()
            kind = "corrected" if before else "released"
            seq = self._change(db, kind, doc)
            document_id = self._insert(db, doc, seq)
            self._show(db, document_id, brochures)
            # An offer that follows moves on to the corrected version.
            db.execute(
                "update release.offer set closure_hash = %s where item_id = %s "
                "and lang = %s and follow_policy = 'follow' and withdrawn_at is null",
                (doc["hash"], item, lang),
            )
        return doc

    def offer(self, doc: dict[str, Any], target: str) -> None:
        with self._connect() as db:
            self._offer(db, doc, target)

    def offer_many(self, keys: list[str], lang: str, title: str, target: str) -> None:
        """First releases without files, offered, in one transaction."""
        with self._connect() as db:
            for key in keys:
                doc = document(uuid5(AGENCY, key), key, lang, title, (), 1)
                self._insert(db, doc, self._change(db, "released", doc))
                self._offer(db, doc, target)

    def _offer(self, db: Any, doc: dict[str, Any], target: str) -> None:
        db.execute(
            "insert into release.offer (item_id, key, target_code, lang, "
            "closure_hash, follow_policy, approved_by, approved_at) "
            "values (%s, %s, %s, %s, %s, 'follow', %s, now())",
            (doc["id"], doc["key"], target, doc["locale"], doc["hash"], APPROVER),
        )

    def withdraw(self, key: str, lang: str) -> None:
        item = uuid5(AGENCY, key)
        with self._connect() as db:
            gone = db.execute(
                "delete from release.document where item_id = %s and lang = %s "
                "returning doc, slug, superseded_at",
                (item, lang),
            ).fetchall()
            live = next(row for row in gone if row["superseded_at"] is None)
            doc = json.loads(live["doc"])
            seq = self._change(db, "withdrawn", doc, reason_class="other")
            db.execute(
                "insert into release.tombstone (item_id, lang, type, key, slug, "
                "agency_code, withdrawn_at, reason_class, seq) "
                "values (%s, %s, %s, %s, %s, %s, now(), 'other', %s)",
                (item, lang, doc["type"], key, live["slug"], "izb", seq),
            )
            db.execute(
                "update release.offer set withdrawn_at = now() where item_id = %s "
                "and lang = %s and withdrawn_at is null",
                (item, lang),
            )

    def _connect(self) -> psycopg.Connection[dict[str, Any]]:
        url = self._url.replace("postgresql+psycopg://", "postgresql://")
        return psycopg.connect(url, row_factory=dict_row)

    def _change(
        self, db: Any, kind: str, doc: dict[str, Any], *, reason_class: str = ""
    ) -> int:
        db.execute("lock table release.change in exclusive mode")
        last = db.execute(
            "select seq, hash from release.change order by seq desc limit 1"
        ).fetchone() or {"seq": 0, "hash": b"\0" * 32}
        seq: int = last["seq"] + 1
        line = json.dumps({"seq": seq, "kind": kind, "key": doc["key"]})
        db.execute(
            "insert into release.change (seq, at, effective_at, kind, reason_class, "
            "item_id, key, type, lang, agency_code, revision, closure_hash, line, "
            "prev_hash, hash) values (%s, now(), now(), %s, %s, %s, %s, %s, %s, %s, "
            "%s, %s, %s, %s, %s)",
            (
                *(seq, kind, reason_class, doc["id"], doc["key"], doc["type"]),
                *(doc["locale"], "izb", doc["revision"], doc["hash"], line),
                last["hash"],
                hashlib.sha256(last["hash"] + line.encode()).digest(),
            ),
        )
        db.execute("select pg_notify('phohien_release', %s)", (str(seq),))
        return seq

    def _insert(self, db: Any, doc: dict[str, Any], seq: int) -> UUID:
        row = db.execute(
            "insert into release.document (item_id, lang, type, key, slug, agency_id, "
            "agency_code, revision, closure_hash, etag, doc, card, title, sort_key, "
            "fi_category, topics, unit_codes, search, released_at, visible_from, seq) "
            "values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, "
            "'{}', to_tsvector('simple', %s), now(), now(), %s) returning id",
            (
                *(doc["id"], doc["locale"], doc["type"], doc["key"], doc["slug"]),
                *(AGENCY, "izb", doc["revision"], doc["hash"], f'"{doc["hash"]}"'),
                *(json.dumps(doc, ensure_ascii=False), card(doc), doc["title"]),
                *(doc["title"].lower(), doc["fi_category"], doc["topics"]),
                *(doc["title"], seq),
            ),
        ).fetchone()
        found: UUID = row["id"]
        return found

    def _show(
        self, db: Any, document_id: UUID, brochures: tuple[Brochure, ...]
    ) -> None:
        for ordinal, brochure in enumerate(brochures):
            db.execute(
                "insert into release.media (document_id, ordinal, role, asset_id, "
                "asset_version_id, path, sha256, bytes, mime, filename, alt, caption, "
                "credit, licence) values (%s, %s, %s, %s, %s, %s, %s, %s, "
                "%s, %s, %s, %s, 'BQL KCN', 'cc-by-4.0')",
                (
                    *(document_id, ordinal, brochure.role),
                    uuid5(AGENCY, str(brochure.version)),
                    *(brochure.version, brochure.path, brochure.sha256),
                    *(len(brochure.content), brochure.mime, brochure.filename),
                    *(brochure.alt, brochure.caption),
                ),
            )


def document(
    item: UUID,
    key: str,
    lang: str,
    title: str,
    brochures: tuple[Brochure, ...],
    revision: int,
) -> dict[str, Any]:
    doc: dict[str, Any] = {
        "key": key,
        "id": str(item),
        "type": "industrial_park",
        "locale": lang,
        "slug": f"kcn-{key[-8:]}",
        "agency": {"code": "izb", "name": "Ban Quản lý các khu công nghiệp"},
        "fi_category": "image_promotion",
        "topics": ["investment"],
        "units": [],
        "title": title,
        "summary": f"Tóm tắt: {title}",
        "texts": {"title": title, "summary": f"Tóm tắt: {title}", "body": ""},
        "fields": {"name": title},
        "relations": [],
        "media": [
            {
                "asset_id": str(uuid5(AGENCY, str(one.version))),
                "asset_version_id": str(one.version),
                "role": one.role,
                "ordinal": ordinal,
                "url": one.path,
                "sha256": one.sha256,
                "bytes": len(one.content),
                "mime": one.mime,
                "filename": one.filename,
                "alt": one.alt,
                "caption": one.caption,
                "credit": "BQL KCN",
                "licence": "cc-by-4.0",
                "width": None,
                "height": None,
                "renditions": [],
                "picture": None,
            }
            for ordinal, one in enumerate(brochures)
        ],
        "revision": revision,
        "released_at": "2026-11-23T00:00:00Z",
        "visible_from": "2026-11-23T00:00:00Z",
        "expires_at": None,
    }
    doc["hash"] = hashlib.sha256(json.dumps(doc, sort_keys=True).encode()).hexdigest()
    return doc
