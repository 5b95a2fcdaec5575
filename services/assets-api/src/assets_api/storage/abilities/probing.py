"""What this store can do, by trying it. Nothing is believed of a name or a version."""

import hashlib
from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import timedelta

import structlog
import urllib3
from minio.commonconfig import ENABLED, Filter
from minio.error import MinioException
from minio.lifecycleconfig import (
    AbortIncompleteMultipartUpload,
    LifecycleConfig,
    Rule,
)

from assets_api.storage.abilities.capability import CAPABILITIES
from assets_api.storage.errors import (
    ObjectChangedError,
    ObjectMissingError,
    StorageUnreachableError,
)
from assets_api.storage.objects import Objects, translated

BODY = b"phohien asks what this store keeps to"
FAILURES = (
    MinioException,
    urllib3.exceptions.HTTPError,
    ObjectChangedError,
    ObjectMissingError,
    StorageUnreachableError,
)
BACKSTOP = "phohien-unfinished"
log = structlog.get_logger()


class Probe:
    """Every call blocks; `storage.store.Store` runs it in its threads."""

    def __init__(self, objects: Objects, prefix: str) -> None:
        self._objects, self._prefix = objects, prefix
        self._client, self._bucket = objects.client, objects.bucket

    def results(self) -> dict[str, bool]:
        """By name; raises StorageUnreachableError when the store does not answer."""
        with translated():
            self._client.bucket_exists(self._bucket)
        tries: Mapping[str, Callable[[str], bool]] = {
            "objects": self._objects_kept,
            "range": self._range,
            "multipart": self._multipart,
            "if-none-match": self._if_none_match,
            "checksum": self._checksum,
            "copy-if-match": self._objects.copies_only_the_same,
            "presign": self._presign,
            "object-lock": self._object_lock,
            "lifecycle": self._lifecycle,
            "listing-order": self._listing_order,
        }
        try:
            return {
                each.name: self._tried(each.name, tries[each.name])
                for each in CAPABILITIES
            }
        finally:
            self._objects.delete_all(f"{self._prefix}/")

    def _tried(self, name: str, attempt: Callable[[str], bool]) -> bool:
        try:
            return attempt(f"{self._prefix}/{name}")
        except FAILURES as error:
            log.info("store_lacks", what=name, error=type(error).__name__)
            return False

    def _objects_kept(self, key: str) -> bool:
        self._objects.put(key, BODY)
        head = self._objects.head(key)
        return head is not None and head.size == len(BODY) and self._read(key) == BODY

    def _read(self, key: str, offset: int = 0, length: int = 0) -> bytes:
        response = self._objects.open(key, offset, length)
        try:
            return self._objects.read(response, len(BODY) * 2)
        finally:
            self._objects.release(response, whole=True)

    def _range(self, key: str) -> bool:
        self._objects.put(key, BODY)
        return self._read(key, 3, 7) == BODY[3:10]

    def _multipart(self, key: str) -> bool:
        upload = self._objects.begin(key)
        part = self._objects.put_part(key, upload, 1, BODY)
        self._objects.complete(key, upload, [part])
        return self._read(key) == BODY

    def _if_none_match(self, key: str) -> bool:
        self._put(key, {"If-None-Match": "*"})
        return self._refuses(key, {"If-None-Match": "*"})

    def _checksum(self, key: str) -> bool:
        def header(data: bytes) -> dict[str, str]:
            digest = b64encode(hashlib.sha256(data).digest()).decode()
            return {"x-amz-checksum-sha256": digest}

        self._put(key, header(BODY))
        return self._refuses(key, header(BODY[::-1]))

    def _put(self, key: str, headers: dict[str, str]) -> None:
        self._client._put_object(self._bucket, key, BODY, {**headers})  # noqa: SLF001 -- minio has no public call

    def _refuses(self, key: str, headers: dict[str, str]) -> bool:
        try:
            self._put(key, headers)
        except MinioException:
            return True
        return False

    def _presign(self, key: str) -> bool:
        self._objects.put(key, BODY)
        url = self._client.presigned_get_object(
            self._bucket, key, expires=timedelta(minutes=1)
        )
        answer = self._objects.fetch(url)
        forged = self._objects.fetch(url.replace("Signature=", "Signature=0"))
        return answer == BODY and forged != BODY

    def _object_lock(self, key: str) -> bool:
        del key
        self._client.get_object_lock_config(self._bucket)
        return True

    def _lifecycle(self, key: str) -> bool:
        del key
        self._client.get_bucket_lifecycle(self._bucket)
        return True

    def _listing_order(self, key: str) -> bool:
        names = [f"{key}/{name}" for name in ("a0/x", "0b/x", "b1/x", "00/x", "a9/x")]
        for name in names:
            self._objects.put(name, b"x")
        listed = self._client.list_objects(self._bucket, f"{key}/", recursive=True)
        return [one.object_name for one in listed] == sorted(names)


def set_backstop(objects: Objects, *, days: int) -> bool:
    """The store gives up what nobody finished; rules of others stay as they are.

    Far longer than an upload may take: it is for the day when nothing else runs.
    """
    ours = Rule(
        ENABLED,
        rule_filter=Filter(prefix="q/"),
        rule_id=BACKSTOP,
        abort_incomplete_multipart_upload=AbortIncompleteMultipartUpload(
            days_after_initiation=days
        ),
    )
    client, bucket = objects.client, objects.bucket
    try:
        held = client.get_bucket_lifecycle(bucket)
        rules = list(held.rules) if held is not None else []
        if not any(rule.rule_id == BACKSTOP for rule in rules):
            client.set_bucket_lifecycle(bucket, LifecycleConfig([*rules, ours]))
    except FAILURES as error:
        log.info("no_backstop", error=type(error).__name__)
        return False
    return True
