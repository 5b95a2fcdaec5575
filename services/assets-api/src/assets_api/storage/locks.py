"""A second bucket whose objects the store itself refuses to delete (S3 Object Lock).

The first bucket cannot be such a one: a file with a secrecy marking must be gone at
once. So what is held is copied, and the copy is locked. The key is that of the bytes.
"""

from dataclasses import dataclass
from datetime import datetime

from minio.commonconfig import COMPLIANCE, CopySource
from minio.error import S3Error
from minio.retention import Retention

from assets_api.storage.objects import Objects, translated

SUFFIX = "-held"
NOT_HERE = frozenset(
    {
        "ObjectLockConfigurationNotFoundError",
        "NotImplemented",
        "InvalidBucketState",
        "InvalidRequest",
        "MethodNotAllowed",
        "MalformedXML",
    }
)


@dataclass(frozen=True, slots=True)
class Lock:
    """By order, until a moment, or both."""

    ordered: bool
    until: datetime | None


class Locks:
    """Every call blocks; `storage.store.Store` runs them in its threads."""

    def __init__(self, objects: Objects) -> None:
        self._client = objects.client
        self._from, self._bucket = objects.bucket, f"{objects.bucket}{SUFFIX}"

    def is_possible(self) -> bool:
        """Whether this store locks; the bucket is made when it is first needed."""
        with translated():
            try:
                if not self._client.bucket_exists(self._bucket):
                    self._client.make_bucket(self._bucket, object_lock=True)
                self._client.get_object_lock_config(self._bucket)
            except S3Error as error:
                if error.code in NOT_HERE:
                    return False
                raise
        return True

    def put(self, key: str, lock: Lock) -> None:
        """The copy is there and locked so; a longer retention stays as it is."""
        with translated():
            versions = self._versions(key)
            if not versions:
                source = CopySource(self._from, key)
                self._client.copy_object(self._bucket, key, source)
                versions = self._versions(key)
            for version in versions:
                if lock.until is not None:
                    self._client.set_object_retention(
                        self._bucket, key, Retention(COMPLIANCE, lock.until), version
                    )
                if lock.ordered:
                    self._client.enable_object_legal_hold(self._bucket, key, version)
                else:
                    self._client.disable_object_legal_hold(self._bucket, key, version)

    def drop(self, key: str) -> None:
        """Nothing holds it any more; a retention under way is refused by the store."""
        with translated():
            for version in self._versions(key):
                self._client.disable_object_legal_hold(self._bucket, key, version)
                self._client.remove_object(self._bucket, key, version)

    def _versions(self, key: str) -> list[str]:
        found = self._client.list_objects(
            self._bucket, prefix=key, include_version=True
        )
        return [
            one.version_id or ""
            for one in found
            if one.object_name == key and not one.is_delete_marker
        ]
