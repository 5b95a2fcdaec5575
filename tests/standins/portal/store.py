"""What the stand-in holds: one SQLite file, committed per request."""

import hashlib
import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

SCHEMA = """
create table if not exists item (
  id integer primary key autoincrement, external_id text not null, doc text not null);
create index if not exists item_key on item (external_id);
create table if not exists media (
  id integer primary key autoincrement, external_id text not null,
  sha256 text not null, bytes integer not null, filename text, alt text,
  content_type text, content blob not null);
create index if not exists media_key on media (external_id);
create table if not exists request (
  id integer primary key autoincrement, at text not null, method text not null,
  path text not null, external_id text, body_sha256 text not null,
  fault text, applied integer not null, status integer, answer text);
"""
MEDIA = "id, external_id, sha256, bytes, filename, alt, content_type"


class Store:
    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(folder / "portal.sqlite3", isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = normal")
        self._db.executescript(SCHEMA)

    def close(self) -> None:
        self._db.close()

    # Every statement below is its own transaction: autocommit is on.

    def add_item(self, doc: dict[str, Any]) -> dict[str, Any]:
        made = self._db.execute(
            "insert into item (external_id, doc) values (?, ?)",
            (doc["externalId"], json.dumps(doc, ensure_ascii=False)),
        )
        return {**doc, "id": made.lastrowid}

    def replace_item(self, item_id: int, doc: dict[str, Any]) -> dict[str, Any] | None:
        held = self.item(item_id)
        if held is None:
            return None
        kept = {"externalId": held["externalId"], **doc}
        kept.pop("id", None)
        self._db.execute(
            "update item set external_id = ?, doc = ? where id = ?",
            (kept["externalId"], json.dumps(kept, ensure_ascii=False), item_id),
        )
        return {**kept, "id": item_id}

    def item(self, item_id: int) -> dict[str, Any] | None:
        row = self._db.execute(
            "select id, doc from item where id = ?", (item_id,)
        ).fetchone()
        return None if row is None else _item(row)

    def items(self, external_id: str | None = None) -> list[dict[str, Any]]:
        rows = self._db.execute(
            "select id, doc from item where external_id = coalesce(?, external_id) "
            "order by id",
            (external_id,),
        )
        return [_item(row) for row in rows]

    def remove(self, kind: str, held_id: int) -> bool:
        statement = {
            "items": "delete from item where id = ?",
            "media": "delete from media where id = ?",
        }[kind]
        return self._db.execute(statement, (held_id,)).rowcount > 0

    def add_media(self, fields: dict[str, str], file: Any) -> dict[str, Any]:
        made = self._db.execute(
            "insert into media (external_id, sha256, bytes, filename, alt, "
            "content_type, content) values (?, ?, ?, ?, ?, ?, ?)",
            (
                fields["externalId"],
                hashlib.sha256(file.content).hexdigest(),
                len(file.content),
                fields.get("filename") or file.filename,
                fields.get("alt", ""),
                file.content_type,
                file.content,
            ),
        )
        held = self.medium(made.lastrowid or 0)
        if held is None:
            raise LookupError(fields["externalId"])
        return held

    def medium(self, media_id: int) -> dict[str, Any] | None:
        row = self._db.execute(
            f"select {MEDIA} from media where id = ?", (media_id,)
        ).fetchone()
        return None if row is None else _medium(row)

    def media(self, external_id: str | None = None) -> list[dict[str, Any]]:
        rows = self._db.execute(
            f"select {MEDIA} from media "
            "where external_id = coalesce(?, external_id) order by id",
            (external_id,),
        )
        return [_medium(row) for row in rows]

    def content(self, media_id: int) -> tuple[bytes, str] | None:
        row = self._db.execute(
            "select content, content_type from media where id = ?", (media_id,)
        ).fetchone()
        return None if row is None else (row["content"], row["content_type"])

    def external_id(self, kind: str, held_id: int) -> str | None:
        held = self.item(held_id) if kind == "items" else self.medium(held_id)
        return None if held is None else held["externalId"]

    def record(self, call: Any, *, fault: str | None, applied: bool, answer: Any):
        self._db.execute(
            "insert into request (at, method, path, external_id, body_sha256, fault, "
            "applied, status, answer) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                datetime.now(UTC).isoformat(),
                call.method,
                call.target,
                call.external_id,
                hashlib.sha256(call.body).hexdigest(),
                fault,
                int(applied),
                answer.status if answer else None,
                answer.text() if answer else "connection cut",
            ),
        )

    def requests(self, since: int = 0) -> list[dict[str, Any]]:
        rows = self._db.execute(
            "select * from request where id > ? order by id", (since,)
        )
        return [
            {
                "id": row["id"],
                "at": row["at"],
                "method": row["method"],
                "path": row["path"],
                "externalId": row["external_id"],
                "bodySha256": row["body_sha256"],
                "fault": row["fault"],
                "applied": bool(row["applied"]),
                "status": row["status"],
                "answer": row["answer"],
            }
            for row in rows
        ]


def _item(row: sqlite3.Row) -> dict[str, Any]:
    return {**json.loads(row["doc"]), "id": row["id"]}


def _medium(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "externalId": row["external_id"],
        "sha256": row["sha256"],
        "bytes": row["bytes"],
        "filename": row["filename"],
        "alt": row["alt"],
        "url": f"/api/media/{row['id']}/content",
    }
