"""The client of S3, spared from hashing what was hashed on its way in."""

from datetime import datetime

from minio import Minio
from minio.credentials.credentials import Credentials
from typing_extensions import override

CONTENT_SHA256 = "x-amz-content-sha256"
Headers = dict[str, str | list[str] | tuple[str]]


class Client(Minio):
    """Signs with the hash among the headers, if there is one; S3 compares it."""

    @override
    def _build_headers(
        self,
        host: str,
        headers: Headers | None = None,
        body: bytes | None = None,
        creds: Credentials | None = None,
    ) -> tuple[Headers, datetime]:
        known = (headers or {}).get(CONTENT_SHA256)
        if not known or body is None:
            return super()._build_headers(host, headers, body, creds)
        built, date = super()._build_headers(host, headers, None, creds)
        built.pop("Content-MD5", None)
        built |= {"Content-Length": str(len(body)), CONTENT_SHA256: known}
        return built, date
