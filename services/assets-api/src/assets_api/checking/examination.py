"""One file read once: hashed, scanned, inspected, promoted, rendered. No rows here."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from assets_api.assets import service as assets
from assets_api.checking import arrival, scanner
from assets_api.contents import report as contents_report
from assets_api.contents.report import Contents
from assets_api.formats.errors import HeldError, RefusedError
from assets_api.formats.kinds import KINDS
from assets_api.formats.leaves.notes import BETWEEN
from assets_api.inspection import sandbox, sniffing
from assets_api.inspection.report import Report
from assets_api.inspection.sandbox import Cost, Subject
from assets_api.metadata import suggested
from assets_api.metadata.suggested import Suggested
from assets_api.uploads.desk import Desk
from assets_api.uploads.tables import Upload
from assets_api.versions import service as versions
from phohien import fonts, markings

SCANS = frozenset({"scan-unavailable", "scan-incomplete"})
CONTAINERS = {"zip": "docx", "ole": "docx"}
"""What a held container is called when neither its name nor its parts can tell."""


class MarkingHitError(Exception):
    """Kinds of markings and how often, never the text."""

    def __init__(self, kinds: dict[str, int]) -> None:
        super().__init__()
        self.kinds = kinds


@dataclass(slots=True)
class Findings:
    """Filled in as the examination goes on, and kept whatever its end is."""

    scan: str = ""
    dhash: str = ""
    cost: Cost = field(default_factory=Cost)
    contents: Contents = field(default_factory=Contents)
    suggested: Suggested = field(default_factory=Suggested)
    words: str = ""

    def columns(self) -> dict[str, str | int]:
        return {
            "scan": self.scan,
            "cpu_ms": self.cost.cpu_ms,
            "peak_kib": self.cost.peak_kib,
        }


async def examine(
    desk: Desk, upload: Upload, folder: Path, findings: Findings
) -> UUID | assets.Arrival:
    """Raises RefusedError, HeldError or MarkingHitError before anything is kept."""
    etag = await arrival.assemble(desk, upload)
    subject = Subject(folder / "file", folder / "out", findings.cost)
    subject.folder.mkdir()
    sha256 = await read(desk, upload, subject.path, findings)
    async with desk.database.reading() as session:
        known = await versions.find_known(
            session, sha256, agency_id=upload.agency_id, replaces=upload.replaces
        )
    if known is not None:
        return known
    report, archive_only = await _inspected(subject, upload)
    words = await scanned(subject.folder)
    findings.contents, findings.words = contents_report.read(subject.folder), words.text
    findings.suggested = suggested.read(subject.folder)
    async with desk.database.reading() as session:
        await versions.refuse_other_kind(session, upload.replaces, report.kind)
    await arrival.promote(desk, upload, arrival.Original(sha256, etag, subject.path))
    rendered = arrival.Rendered([])
    if not archive_only:
        rendered = await arrival.render(desk, subject, report.kind)
    findings.dhash = rendered.dhash
    return assets.Arrival(
        agency_id=upload.agency_id,
        agency_code=upload.agency_code,
        created_by=upload.created_by,
        filename=upload.filename,
        sha256=sha256,
        bytes=upload.size,
        format=report.kind,
        width=report.width,
        height=report.height,
        pages=report.pages,
        signed=report.signed,
        words=_plain(words.text) if report.kind in arrival.WORDY else "",
        text_quality=words.font if report.kind in arrival.WORDY else "",
        scan=findings.scan,
        duration_ms=report.duration_ms,
        archive_only=archive_only,
        renditions=rendered.made,
        seen=rendered.seen,
    )


def _plain(words: str) -> str:
    """Pages one after the other, as in one text."""
    return words.replace(BETWEEN, "").strip()


async def read(desk: Desk, upload: Upload, path: Path, findings: Findings) -> str:
    """The one reading of the object gives the hash, the scan and a copy to inspect."""
    async with scanner.conversation(desk.scanner, desk.scanner_seconds) as scan:
        sha256 = await arrival.fetch(desk.store, upload, path, scan)
        if upload.declared_sha256 and upload.declared_sha256 != sha256:
            raise RefusedError("sha256-mismatch")
        findings.scan = "not-scanned"
        try:
            if desk.scanner:
                await scanner.conclude(scan)
                findings.scan = "clean"
        except HeldError as error:
            if error.code not in SCANS or error.code != upload.waived:
                raise
    return sha256


async def _inspected(subject: Subject, upload: Upload) -> tuple[Report, bool]:
    """The report, and whether the file is kept for the archive alone.

    It is when a person released what was held: it may be stored, never shown.
    """
    kind = "ole"
    try:
        kind = await asyncio.to_thread(_sniffed, subject.path, upload)
        if kind != "zip":
            sniffing.refuse_mismatch(kind, upload.filename, upload.filetype)
        report = await sandbox.inspect(subject, kind)
        await _refuse_held(report, subject.folder)
    except HeldError as error:
        if error.code != upload.waived:
            raise
        return Report(verdict="held", kind=_named(kind, upload.filename)), True
    if report.verdict != "accepted":
        raise RefusedError(report.code, *report.facts)
    if not report.kind:
        raise RefusedError("inspection-limit", "report")
    sniffing.refuse_mismatch(report.kind, upload.filename, upload.filetype)
    return report, KINDS[report.kind].group == "archive"


async def _refuse_held(report: Report, folder: Path) -> None:
    """A marking comes first: such a file waits for nobody."""
    if report.verdict == "held":
        await scanned(folder)
        raise HeldError(report.code, *report.facts)


def _sniffed(path: Path, upload: Upload) -> str:
    try:
        return arrival.sniffed(path)
    except HeldError:
        raise
    except RefusedError as error:
        if error.code == "type-not-accepted" and (
            sniffing.extension_of(upload.filename) in sniffing.ACCEPTED_EXTENSIONS
            or sniffing.declared_type(upload.filetype) in sniffing.ACCEPTED_TYPES
        ):
            raise RefusedError("type-mismatch") from error
        raise


def _named(kind: str, filename: str) -> str:
    """What a held file is, by its first bytes; a container by what it is called."""
    extension = sniffing.extension_of(filename)
    if kind in CONTAINERS:
        return extension if extension in arrival.WORDY else CONTAINERS[kind]
    return kind


async def scanned(folder: Path) -> fonts.Reading:
    """The words of the file; raises before anything of it is kept."""
    words = await asyncio.to_thread(arrival.words_in, folder / "text.txt")
    hidden = await asyncio.to_thread(arrival.words_in, folder / "hidden.txt")
    read = await asyncio.to_thread(fonts.read, words)
    texts = [words, hidden] if read.text == words else [words, hidden, read.text]
    found = await asyncio.to_thread(markings.scan, "\n".join(texts))
    if found:
        raise MarkingHitError(dict(Counter(marking.kind for marking in found)))
    return fonts.Reading(read.text.replace("\0", ""), read.font)
