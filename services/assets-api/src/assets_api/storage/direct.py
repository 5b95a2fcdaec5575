"""Multipart uploads whose parts somebody else sends, each with its checksum."""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from assets_api.storage.objects import Objects, translated

NAMESPACES = "{*}"


@dataclass(frozen=True, slots=True)
class SentPart:
    etag: str
    size: int


@dataclass(frozen=True, slots=True)
class JoinedPart:
    """`sha256` in base64."""

    etag: str
    sha256: str


class DirectParts:
    """Every call blocks; `storage.store.Store` runs them in its threads."""

    def __init__(self, objects: Objects) -> None:
        self._client = objects.client
        self._bucket = objects.bucket

    def begin(self, key: str) -> str:
        """Some stores take a part's checksum only when it was announced."""
        headers: dict[str, str | list[str] | tuple[str]] = {
            "Content-Type": "application/octet-stream",
            "x-amz-checksum-algorithm": "SHA256",
        }
        with translated():
            return self._client._create_multipart_upload(self._bucket, key, headers)  # noqa: SLF001 -- minio has no public call

    def sent(self, key: str, upload: str) -> dict[int, SentPart]:
        """By number. SeaweedFS lists a part that was sent twice twice: last wins.

        Raises ObjectMissingError when the upload is not there.
        """
        seen: dict[int, SentPart] = {}
        marker, more = "", True
        while more:
            page = self._page(key, upload, marker)
            for part in page.findall(f"{NAMESPACES}Part"):
                seen[int(_word(part, "PartNumber"))] = SentPart(
                    _word(part, "ETag").strip('"'),
                    int(_word(part, "Size") or 0),
                )
            last = str(max(seen, default=""))
            more = _word(page, "IsTruncated") == "true" and last != marker
            marker = last
        return seen

    def _page(self, key: str, upload: str, marker: str) -> Element:
        asked: dict[str, str | list[str] | tuple[str]] = {"uploadId": upload}
        if marker:
            asked["part-number-marker"] = marker
        with translated():
            answer = self._client._execute(  # noqa: SLF001 -- minio's own reading drops the checksums
                "GET", self._bucket, key, query_params=asked
            )
        page: Element = fromstring(answer.data)
        return page

    def join(self, key: str, upload: str, parts: Mapping[int, JoinedPart]) -> None:
        """The store compares each checksum with what it was announced and has."""
        whole = Element("CompleteMultipartUpload")
        for number in sorted(parts):
            part = SubElement(whole, "Part")
            SubElement(part, "PartNumber").text = str(number)
            SubElement(part, "ETag").text = f'"{parts[number].etag}"'
            SubElement(part, "ChecksumSHA256").text = parts[number].sha256
        with translated():
            self._client._execute(  # noqa: SLF001 -- minio's own writing drops the checksums
                "POST",
                self._bucket,
                key,
                body=tostring(whole),
                headers={"Content-Type": "application/xml"},
                query_params={"uploadId": upload},
            )


def _word(element: Element, name: str) -> str:
    return element.findtext(f"{NAMESPACES}{name}") or ""
