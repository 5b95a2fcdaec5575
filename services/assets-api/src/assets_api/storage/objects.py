"""The blocking half: the `minio` client, its private multipart calls wrapped once."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import urllib3
from minio import Minio
from minio.commonconfig import CopySource
from minio.datatypes import Part
from minio.deleteobjects import DeleteObject
from minio.error import MinioException, S3Error, ServerError
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from assets_api.storage.errors import (
    ObjectChangedError,
    ObjectMissingError,
    StorageUnreachableError,
)
from assets_api.storage.signed import CONTENT_SHA256, Client
from phohien.settings import S3Settings

MISSING = frozenset({"NoSuchKey", "NoSuchUpload", "NoSuchVersion", "ResourceNotFound"})
CHANGED = frozenset(
    {"PreconditionFailed", "InvalidPart", "InvalidPartOrder", "BadDigest"}
)
CONNECTIONS = 32
FILE_PART = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Head:
    size: int
    etag: str


@dataclass(frozen=True, slots=True)
class StoredPart:
    number: int
    etag: str


@contextmanager
def translated() -> Iterator[None]:
    try:
        yield
    except S3Error as error:
        if error.code in MISSING:
            raise ObjectMissingError(error.code) from error
        if error.code in CHANGED:
            raise ObjectChangedError(error.code) from error
        raise StorageUnreachableError from error
    except (ServerError, MinioException, HTTPError, OSError) as error:
        raise StorageUnreachableError from error


class Objects:
    """Every call blocks; `storage.store.Store` runs them in its threads."""

    def __init__(self, settings: S3Settings) -> None:
        self.bucket = settings.bucket
        self._http = urllib3.PoolManager(
            maxsize=CONNECTIONS,
            timeout=urllib3.Timeout(connect=3, read=settings.read_seconds),
            retries=urllib3.Retry(
                total=5,
                # A store that took the call and fell silent is waited for anew twice.
                read=2,
                backoff_factor=0.2,
                status_forcelist=[500, 502, 503, 504],
                allowed_methods=None,
            ),
        )
        self._client = Client(
            settings.endpoint,
            access_key=settings.access_key,
            secret_key=settings.secret_key,
            region=settings.region,
            secure=settings.secure,
            http_client=self._http,
        )

    @property
    def client(self) -> Minio:
        """For the other modules of this folder."""
        return self._client

    def close(self) -> None:
        self._http.clear()

    def fetch(self, url: str) -> bytes:
        """What stands at an address of this store; empty when it is refused."""
        with translated():
            answer = self._http.request("GET", url, retries=False)
        return answer.data if answer.status == HTTPStatus.OK else b""

    def ensure_bucket(self) -> None:
        with translated():
            if not self._client.bucket_exists(self.bucket):
                self._client.make_bucket(self.bucket)

    def copies_only_the_same(self, key: str) -> bool:
        """Whether a copy under another ETag is refused; not every S3 looks at it."""
        self.put(key, b"probe")
        try:
            self.copy_if_same(key, "0" * 32, f"{key}-copy")
        except (ObjectChangedError, StorageUnreachableError):
            return True
        finally:
            self.delete_all(key)
        return False

    def begin(self, key: str) -> str:
        headers: dict[str, str | list[str] | tuple[str]] = {
            "Content-Type": "application/octet-stream"
        }
        with translated():
            return self._client._create_multipart_upload(self.bucket, key, headers)  # noqa: SLF001 -- minio has no public call

    def put_part(
        self, key: str, upload: str, number: int, data: bytes, *, sha256: str = ""
    ) -> StoredPart:
        """With its hash, which the store compares, when the sender has told it."""
        known: dict[str, str | list[str] | tuple[str]] = {CONTENT_SHA256: sha256}
        with translated():
            etag = self._client._upload_part(  # noqa: SLF001 -- minio has no public call
                self.bucket, key, data, known if sha256 else None, upload, number
            )
        return StoredPart(number, etag)

    def complete(self, key: str, upload: str, parts: Sequence[StoredPart]) -> None:
        listed = [Part(part.number, part.etag) for part in parts]
        with translated():
            self._client._complete_multipart_upload(self.bucket, key, upload, listed)  # noqa: SLF001 -- minio has no public call

    def abort(self, key: str, upload: str) -> None:
        """An upload that is gone is an upload that is aborted."""
        try:
            with translated():
                self._client._abort_multipart_upload(self.bucket, key, upload)  # noqa: SLF001 -- minio has no public call
        except ObjectMissingError:
            return

    def put(self, key: str, data: bytes) -> None:
        with translated():
            self._client._put_object(self.bucket, key, data)  # noqa: SLF001 -- one request, no second copy of the bytes

    def put_file(self, key: str, path: Path) -> None:
        with path.open("rb") as file, translated():
            self._client.put_object(
                self.bucket, key, file, path.stat().st_size, part_size=FILE_PART
            )

    def head(self, key: str) -> Head | None:
        """None means there is no such object."""
        try:
            with translated():
                found = self._client.stat_object(self.bucket, key)
        except ObjectMissingError:
            return None
        return Head(found.size or 0, found.etag or "")

    def open(self, key: str, offset: int, length: int) -> BaseHTTPResponse:
        """To be given back with `release`."""
        with translated():
            return self._client.get_object(self.bucket, key, offset, length)

    def whole(self, key: str) -> bytes:
        response = self.open(key, 0, 0)
        data = b""
        try:
            data = self.read(response, -1)
        finally:
            self.release(response, whole=bool(data))
        return data

    @staticmethod
    def read(response: BaseHTTPResponse, size: int) -> bytes:
        with translated():
            return response.read(size)

    @staticmethod
    def release(response: BaseHTTPResponse, *, whole: bool) -> None:
        """A connection with bytes still to come is closed, not reused."""
        if not whole:
            response.close()
        response.release_conn()

    def copy_if_same(self, source: str, etag: str, target: str) -> None:
        """Raises ObjectChangedError when `source` is no longer what was read."""
        origin = CopySource(self.bucket, source, match_etag=etag)
        with translated():
            self._client.copy_object(self.bucket, target, origin)

    def delete(self, key: str) -> None:
        with translated():
            self._client.remove_object(self.bucket, key)

    def delete_all(self, prefix: str) -> int:
        """Every object whose key begins so; how many there were."""
        with translated():
            found = [
                DeleteObject(item.object_name or "")
                for item in self._client.list_objects(
                    self.bucket, prefix, recursive=True
                )
            ]
            refused = list(self._client.remove_objects(self.bucket, found))
        if refused:
            raise StorageUnreachableError
        return len(found)
