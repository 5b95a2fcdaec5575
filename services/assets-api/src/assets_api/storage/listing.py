"""What the bucket holds, page by page: nothing here remembers more than one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from urllib.parse import unquote_plus
from xml.etree import ElementTree as ET

from assets_api.storage.objects import Objects, translated

PAGE = 1000
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Listed:
    """An object as the listing tells of it; no request of its own."""

    key: str
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A multipart upload that was begun and neither completed nor given up."""

    key: str
    upload: str
    at: datetime


class Listing:
    """Every call blocks; `storage.store.Store` runs them in its threads."""

    def __init__(self, objects: Objects) -> None:
        self._client = objects.client
        self._bucket = objects.bucket

    def page(self, prefix: str, after: str) -> list[Listed]:
        """The objects after this key, at most a thousand; empty at the end.

        Read here: the client's own reading takes three times as long, and a bucket
        has very many pages.
        """
        query: dict[str, str | list[str] | tuple[str]] = {
            "list-type": "2",
            "encoding-type": "url",
            "max-keys": str(PAGE),
            "prefix": prefix,
        }
        if after:
            query["start-after"] = after
        with translated():
            answer = self._client._execute(  # noqa: SLF001 -- minio has no public call
                "GET", self._bucket, query_params=query
            )
        root = ET.fromstring(answer.data)  # noqa: S314 -- our own store's answer
        return [_listed(one) for one in root if one.tag.endswith("}Contents")]

    def whole(self, prefix: str) -> list[Listed]:
        """All of them at once, in order, also where the store keeps none."""
        with translated():
            found = [
                Listed(
                    one.object_name or "", one.size or 0, one.last_modified or LONG_AGO
                )
                for one in self._client.list_objects(
                    self._bucket, prefix, recursive=True
                )
            ]
        return sorted(found, key=lambda one: one.key)

    def tops(self) -> list[str]:
        """First parts of all keys: `b/`, `q/`, and whatever lies at the top."""
        with translated():
            found = self._client.list_objects(self._bucket)
            return [one.object_name or "" for one in islice(found, PAGE)]

    def unfinished(self, after: Unfinished | None) -> list[Unfinished]:
        """SeaweedFS loses its place after the first page: ask again after a repair."""
        with translated():
            found = self._client._list_multipart_uploads(  # noqa: SLF001 -- minio has no public call
                self._bucket,
                key_marker=after.key if after else None,
                upload_id_marker=after.upload if after else None,
                max_uploads=PAGE,
            )
        return [
            Unfinished(
                one.object_name, one.upload_id or "", one.initiated_time or LONG_AGO
            )
            for one in found.uploads
        ]

    def parts(self, key: str, upload: str) -> dict[int, str]:
        """ETag by number. SeaweedFS lists a part that was sent twice twice: last wins.

        Raises ObjectMissingError when the upload is not there.
        """
        seen: dict[int, str] = {}
        marker, more = "", True
        while more:
            with translated():
                found = self._client._list_parts(  # noqa: SLF001 -- minio has no public call
                    self._bucket, key, upload, part_number_marker=marker or None
                )
            seen |= {part.part_number: part.etag for part in found.parts}
            last = _last(found.parts)
            more = found.is_truncated and last not in {"", marker}
            marker = last
        return seen


def _last(parts: Sequence[object]) -> str:
    return str(getattr(parts[-1], "part_number", "")) if parts else ""


def _listed(element: ET.Element) -> Listed:
    told = {each.tag.rpartition("}")[2]: each.text or "" for each in element}
    return Listed(
        unquote_plus(told["Key"]),
        int(told["Size"]),
        datetime.fromisoformat(told["LastModified"]),
    )
