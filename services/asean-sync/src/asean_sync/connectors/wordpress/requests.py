"""The requests to a WordPress. Pure: the same wish gives the same request."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import quote, urlencode

from asean_sync.connectors.interface import Role, Wanted
from asean_sync.connectors.outcomes import Op, Prepared
from asean_sync.connectors.rest.requests import wire_json
from asean_sync.connectors.wordpress.options import Options
from asean_sync.connectors.wordpress.slugs import slug_of
from asean_sync.connectors.wordpress.writing import escaped
from phohien.canonical import canonical_json, sha256_hex

NAMESPACE = "/wp/v2"
PIECE = 1024 * 1024
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Requests:
    options: Options
    headers: Mapping[str, str]

    def path(self, *parts: str, **query: str) -> str:
        way = "/".join(quote(part, safe="") for part in parts)
        return self.root(f"{NAMESPACE}/{way}", **query)

    def root(self, below: str, **query: str) -> str:
        path = f"{self.options.root}{below}"
        if not query:
            return path
        return f"{path}{'&' if '?' in path else '?'}{urlencode(query)}"

    def account(self) -> str:
        """Who we are there, with what we may do."""
        return self.path("users", "me", context="edit")

    def collection(self, role: Role) -> str:
        return self.options.type if role is Role.ITEM else "media"

    def get(self, op: Op, path: str) -> Prepared:
        digest = sha256_hex(f"GET {path}".encode())
        return Prepared(op, "GET", path, digest, headers=self.headers)

    def write(self, wanted: Wanted, post: Mapping[str, Any]) -> Prepared:
        """A post that is made or changed; of a file, what is told of it."""
        parts = [self.collection(wanted.role)]
        if wanted.remote_id is not None:
            parts.append(wanted.remote_id)
        method = "POST" if wanted.op is Op.CREATE else "PUT"
        return self._json(wanted.op, method, self.path(*parts), post, wanted)

    def term(self, field: str, value: str, wanted: Wanted) -> Prepared:
        named = {"name": value}
        if self.options.terms[field].by == "slug":
            named["slug"] = value
        return self._json(Op.PROVIDE, "POST", self.path(field), named, wanted)

    def term_of(self, prepared: Prepared) -> tuple[str, str]:
        """The field and the value that a request made by `term` is about."""
        fields = self.options.terms
        field = next(one for one in fields if self.path(one) == prepared.path)
        named = json.loads(prepared.body or b"{}")
        return field, str(named["name"])

    def upload(self, wanted: Wanted) -> Prepared:
        """With the digest WordPress checks: a file that was damaged is refused."""
        assert wanted.file is not None  # noqa: S101 -- asked by the caller
        form = {name: str(one) for name, one in told(wanted).items()}
        content = canonical_json({"form": form, "file": wanted.file.sha256})
        return Prepared(
            wanted.op,
            "POST",
            self.path("media"),
            sha256_hex(content),
            form=form,
            file=wanted.file,
            headers={**self.headers, "content-md5": _md5(wanted.file.content)},
            message_id=wanted.idempotency_key,
        )

    def delete(self, wanted: Wanted) -> Prepared:
        # Files have no bin; without `force` the answer is 501 and nothing happens.
        force = wanted.role is Role.MEDIA or self.options.withdraw == "delete"
        path = self.path(
            self.collection(wanted.role),
            wanted.remote_id or "",
            **({"force": "true"} if force else {}),
        )
        method, headers = self._verb("DELETE")
        return Prepared(
            wanted.op,
            method,
            path,
            sha256_hex(f"DELETE {path}".encode()),
            headers=headers,
            message_id=wanted.idempotency_key,
            remote_id=wanted.remote_id,
        )

    def _json(
        self, op: Op, verb: str, path: str, document: Mapping[str, Any], wanted: Wanted
    ) -> Prepared:
        content = wire_json(dict(document))
        method, headers = self._verb(verb)
        return Prepared(
            op,
            method,
            path,
            sha256_hex(content),
            body=content,
            headers={**headers, "content-type": JSON},
            message_id=wanted.idempotency_key,
            remote_id=wanted.remote_id,
        )

    def _verb(self, verb: str) -> tuple[str, dict[str, str]]:
        if verb == "POST" or not self.options.only_post:
            return verb, dict(self.headers)
        return "POST", {**self.headers, "x-http-method-override": verb}


def told(wanted: Wanted) -> dict[str, Any]:
    """What is said of a file, in the fields WordPress has for it."""
    found = {name: escaped(name, one) for name, one in (wanted.payload or {}).items()}
    return {**found, "slug": slug_of(wanted.key)}


def _md5(content: IO[bytes]) -> str:
    digest = hashlib.md5(usedforsecurity=False)
    content.seek(0)
    while piece := content.read(PIECE):
        digest.update(piece)
    content.seek(0)
    return digest.hexdigest()
