"""Writes a BagIt 1.0 bag (RFC 8493) as one zip file. Same content, same bytes."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

PIECE = 1024 * 1024
# The oldest a zip can say: when a bag was made stands in it, not on it.
TIMELESS = (1980, 1, 1, 0, 0, 0)
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
SIGNATURE = f"{TAG_MANIFEST}.sig"
PACKED = (".zip", ".jpg", ".jpeg", ".png", ".webp", ".pdf", ".mp4", ".docx", ".xlsx")


@dataclass(slots=True)
class Bag:
    """What goes into it: texts in memory, files by their place on this machine."""

    name: str
    info: Mapping[str, str]
    texts: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    # Beside the payload: notes for people.
    tags: dict[str, bytes] = field(default_factory=dict)

    def write(
        self, to: IO[bytes], sign: Callable[[bytes], bytes] | None = None
    ) -> None:
        """`sign` gets the tag manifest, which covers everything else."""
        with ZipFile(to, "w", ZIP_DEFLATED, strict_timestamps=True) as archive:
            digests, octets = self._payload(archive)
            info = {**self.info, "Payload-Oxum": f"{octets}.{len(digests)}"}
            tags = {
                "bagit.txt": DECLARATION.encode(),
                "bag-info.txt": _info(info),
                MANIFEST: _manifest(digests),
                **self.tags,
            }
            sealed = _manifest(
                {name: hashlib.sha256(one).hexdigest() for name, one in tags.items()}
            )
            for name, content in sorted(tags.items()):
                self._add(archive, name, content)
            self._add(archive, TAG_MANIFEST, sealed)
            if sign is not None:
                self._add(archive, SIGNATURE, sign(sealed))

    def _payload(self, archive: ZipFile) -> tuple[dict[str, str], int]:
        digests: dict[str, str] = {}
        octets = 0
        for name, content in sorted(self.texts.items()):
            self._add(archive, f"data/{name}", content)
            digests[f"data/{name}"] = hashlib.sha256(content).hexdigest()
            octets += len(content)
        for name, path in sorted(self.files.items()):
            digest = hashlib.sha256()
            with (
                path.open("rb") as source,
                archive.open(self._entry(f"data/{name}"), "w", force_zip64=True) as to,
            ):
                for piece in iter(lambda source=source: source.read(PIECE), b""):  # type: ignore[misc]
                    digest.update(piece)
                    to.write(piece)
                    octets += len(piece)
            digests[f"data/{name}"] = digest.hexdigest()
        return digests, octets

    def _add(self, archive: ZipFile, name: str, content: bytes) -> None:
        archive.writestr(self._entry(name), content)

    def _entry(self, name: str) -> ZipInfo:
        entry = ZipInfo(f"{self.name}/{name}", TIMELESS)
        entry.external_attr = 0o644 << 16
        entry.create_system = 3
        packed = name.lower().endswith(PACKED)
        entry.compress_type = ZIP_STORED if packed else ZIP_DEFLATED
        return entry


def _info(info: Mapping[str, str]) -> bytes:
    return "".join(f"{name}: {value}\n" for name, value in info.items()).encode()


def _manifest(digests: Mapping[str, str]) -> bytes:
    return "".join(f"{one}  {name}\n" for name, one in sorted(digests.items())).encode()
