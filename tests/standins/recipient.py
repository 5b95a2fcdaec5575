"""Takes signed packages in, as a body without a line would: checks, imports, receipts.

It reads what lies in the folder with nothing of ours: a judge, and a stand-in.
"""

import hashlib
import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from Crypto.PublicKey import ECC
from Crypto.Signature import eddsa


@dataclass
class Recipient:
    folder: Path
    back: Path
    sender: ECC.EccKey
    own: ECC.EccKey = field(default_factory=lambda: ECC.generate(curve="Ed25519"))
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    last: dict[str, str] | None = None
    # Keys it does not want, and why.
    unwanted: dict[str, str] = field(default_factory=dict)

    def take(self, *, receipt: bool = True) -> list[dict[str, Any]]:
        """Everything new in the folder, in order. Returns what each asked for."""
        found = []
        for path in sorted(self.folder.glob("*.zip")):
            if path.stem not in self.taken:
                found.append(self._import(path))
                if receipt:
                    self.receipt(path)
                path.unlink()  # they take it away
        return found

    def _import(self, path: Path) -> dict[str, Any]:
        inside = checked(path, self.sender)
        changes: dict[str, Any] = json.loads(inside["data/changes.json"])
        assert changes["package"] == path.stem
        assert changes["previous"] == self.last, "a package is missing before this one"
        for one in changes["changes"]:
            if one["key"] in self.unwanted:
                continue
            if one["op"] == "remove":
                self.objects.pop(one["key"], None)
                continue
            self.objects[one["key"]] = json.loads(inside[one["path"]])
            for file in one["files"]:
                content = inside[file["path"]]
                assert hashlib.sha256(content).hexdigest() == file["sha256"]
                self.files[file["sha256"]] = content
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        self.last = {"package": path.stem, "sha256": digest}
        self.taken.append(path.stem)
        return changes

    def receipt(self, path: Path, **told: Any) -> Path:
        named = {one["key"] for one in json.loads(_changes(path))["changes"]}
        said = {
            "package": path.stem,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "received_at": "2026-11-24T09:00:00+07:00",
            "received_by": "Ban Thư ký",
            "refused": [
                {"key": key, "reason": why}
                for key, why in self.unwanted.items()
                if key in named
            ],
            **told,
        }
        return self.lay(f"{path.stem}.receipt.json", json.dumps(said).encode())

    def lay(self, name: str, content: bytes, key: ECC.EccKey | None = None) -> Path:
        signature = eddsa.new(key or self.own, "rfc8032").sign(content)
        (self.back / f"{name}.sig").write_bytes(signature)
        place = self.back / name
        place.write_bytes(content)
        return place


def _changes(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(f"{path.stem}/data/changes.json")


def checked(path: Path, sender: ECC.EccKey) -> dict[str, bytes]:
    """Every file of a bag, once its digests and the signature over them fit."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        root = f"{path.stem}/"
        assert all(name.startswith(root) and ".." not in name for name in names)
        inside = {name.removeprefix(root): archive.read(name) for name in names}
    tags = inside.pop("tagmanifest-sha256.txt")
    eddsa.new(sender, "rfc8032").verify(tags, inside.pop("tagmanifest-sha256.txt.sig"))
    assert inside["bagit.txt"].startswith(b"BagIt-Version: 1.0\n")
    told = {**_digests(tags), **_digests(inside["manifest-sha256.txt"])}
    found = {name: hashlib.sha256(one).hexdigest() for name, one in inside.items()}
    assert told == found
    return inside


def _digests(manifest: bytes) -> dict[str, str]:
    pairs = (line.split("  ", 1) for line in manifest.decode().splitlines())
    return {name: digest for digest, name in pairs}
