"""Addresses that let somebody else send exactly one thing to the store.

AWS Signature Version 4 in the query. The client library signs the host alone, so
that anybody with its address may send anything; here the length and the SHA-256 of
the bytes are signed too, and the store refuses everything else.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, urlsplit

from phohien.settings import S3Settings

ALGORITHM = "AWS4-HMAC-SHA256"
BODY = "UNSIGNED-PAYLOAD"
"""The payload's hash is signed as a header instead."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A request that may be made until `expires_at`, with exactly these headers."""

    url: str
    headers: Mapping[str, str]
    expires_at: datetime


class Presigner:
    """`url` is the store as others reach it: the host is part of what is signed."""

    def __init__(self, settings: S3Settings, url: str) -> None:
        self._settings = settings
        self._url = url.rstrip("/")
        self._host = urlsplit(self._url).netloc

    def sign(
        self,
        path: str,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        *,
        at: datetime,
        lifetime: timedelta,
    ) -> Signed:
        """A PUT of `path` below the bucket. Every one of `headers` is signed."""
        signed = {"host": self._host, **headers}
        stamp = at.strftime("%Y%m%dT%H%M%SZ")
        scope = f"{stamp[:8]}/{self._settings.region}/s3/aws4_request"
        asked = {
            **query,
            "X-Amz-Algorithm": ALGORITHM,
            "X-Amz-Credential": f"{self._settings.access_key}/{scope}",
            "X-Amz-Date": stamp,
            "X-Amz-Expires": str(int(lifetime.total_seconds())),
            "X-Amz-SignedHeaders": ";".join(sorted(signed)),
        }
        where = quote(f"/{self._settings.bucket}/{path}", safe="/-_.~")
        words = "&".join(f"{_plain(key)}={_plain(asked[key])}" for key in sorted(asked))
        listed = "".join(f"{key}:{signed[key]}\n" for key in sorted(signed))
        request = "\n".join(
            ("PUT", where, words, listed, asked["X-Amz-SignedHeaders"], BODY)
        )
        digest = hashlib.sha256(request.encode()).hexdigest()
        said = f"{ALGORITHM}\n{stamp}\n{scope}\n{digest}"
        signature = hmac.new(self._key(scope), said.encode(), "sha256").hexdigest()
        return Signed(
            f"{self._url}{where}?{words}&X-Amz-Signature={signature}",
            dict(headers),
            at + lifetime,
        )

    def _key(self, scope: str) -> bytes:
        key = f"AWS4{self._settings.secret_key}".encode()
        for step in scope.split("/"):
            key = hmac.new(key, step.encode(), "sha256").digest()
        return key


def _plain(text: str) -> str:
    return quote(text, safe="-_.~")
