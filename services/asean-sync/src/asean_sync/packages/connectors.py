"""Targets that get packages: through a folder, or carried there by a person."""

import asyncio
import json
from abc import abstractmethod
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import structlog
from Crypto.PublicKey.ECC import EccKey
from typing_extensions import override

from asean_sync.connectors.credentials.signatures import private_key, public_key
from asean_sync.connectors.interface import (
    Asking,
    Capabilities,
    LetOut,
    Role,
    Unlisted,
    Wanted,
)
from asean_sync.connectors.outcomes import (
    Op,
    Outcome,
    Prepared,
    RemoteRef,
    Reply,
    Sighting,
    Verdict,
)
from asean_sync.connectors.rest.requests import wire_json
from asean_sync.connectors.surroundings import Surroundings
from asean_sync.packages import packing, queries, service
from asean_sync.packages.bags.shelf import Shelf, ShelfError
from asean_sync.packages.options import FolderOptions, ManualOptions, problems
from asean_sync.packages.packing import Workshop
from asean_sync.packages.tables import Entry
from asean_sync.profiles.kinds import Spec
from asean_sync.profiles.references import resolve
from phohien.canonical import canonical_json, sha256_hex
from phohien.db import ReadSession, WriteSession

log = structlog.get_logger()
# A receipt makes its objects due at once; this is only for what nobody noticed.
EVERY = 86_400.0


class Packages(Unlisted):
    """Sent is laid ready; `finish` packs; the receipt decides."""

    def __init__(self, work: Workshop) -> None:
        self._work = work

    @override
    def capabilities(self) -> Capabilities:
        return Capabilities(
            find_by_key=True,
            read_back=False,
            list_all=False,
            batches=True,
            overtakes=True,
        )

    @override
    def asking(self) -> Asking:
        return Asking(EVERY, self._work.options.patience)

    @override
    def can_update(self, role: Role) -> bool:
        return True

    @override
    def prepare(self, wanted: Wanted) -> Prepared:
        if wanted.op is Op.WITHDRAW:
            told: dict[str, Any] = {"key": wanted.key, "op": "remove"}
        else:
            digests = [one.sha256 for one in wanted.files]
            told = {"key": wanted.key, "op": "put", "payload": wanted.payload}
            told["files"] = digests
        body = wire_json(told)
        return Prepared(
            wanted.op,
            "PACK",
            f"{told['op']}/{wanted.key}",
            sha256_hex(body),
            body=body,
            form={"key": wanted.key, "op": told["op"]},
            files=wanted.files,
        )

    @override
    async def send(self, prepared: Prepared, role: Role) -> Outcome:
        code, key = self._work.code, prepared.form["key"]
        try:
            for one in prepared.files:
                await asyncio.to_thread(self._work.shelf.keep, one.sha256, one.content)
        except ShelfError as error:
            return Outcome(Verdict.NOT_APPLIED, why=str(error))
        async with self._work.database.writing() as session:
            last = await queries.last_entry(session, code, key)
            if last is not None and _same(last, prepared):
                return _told(last)
            if prepared.op is Op.WITHDRAW:
                await queries.drop_unpacked(session, code, [key])
                if not await queries.may_be_there(session, code, key):
                    why = "it was never handed over"
                    return Outcome(Verdict.ALREADY_ABSENT, why=why)
            ticket = await self._lay(session, prepared)
        return Outcome(Verdict.ACCEPTED, why="laid ready", ticket=str(ticket))

    async def _lay(self, session: WriteSession, prepared: Prepared) -> UUID:
        files = [
            {"sha256": one.sha256, "filename": one.filename, "mime": one.mime}
            for one in prepared.files
        ]
        return await queries.lay(
            session,
            {
                "target_code": self._work.code,
                "object_key": prepared.form["key"],
                "op": prepared.form["op"],
                "sha256": prepared.sha256,
                "payload": json.loads(prepared.body or b"{}").get("payload"),
                "files": files,
            },
        )

    @override
    async def poll(self, role: Role, ticket: str) -> Outcome:
        async with self._work.database.reading() as session:
            found = await queries.entry(session, UUID(ticket))
            if found is None:
                why = "it was not handed over: its approval had ended"
                return Outcome(Verdict.ABSENT, why=why)
            told = _told(found)
            if found.verdict is None or found.package_id is None:
                return told
            package = await queries.package(session, found.package_id)
        if package is None or package.receipt is None:
            return told
        return replace(told, reply=Reply(200, {}, canonical_json(package.receipt)))

    @override
    async def finish(self, let_out: LetOut) -> None:
        try:
            await packing.pack_all(self._work, let_out)
            await self._part_with()
            await packing.tidy(self._work)
        except ShelfError as error:
            log.error("package_not_made", target=self._work.code, why=str(error))  # noqa: TRY400 -- the reason says it all

    @abstractmethod
    async def _part_with(self) -> None:
        """Packages that are made leave the house, or wait for whom fetches them."""

    @override
    async def find(self, role: Role, key: str) -> Sighting:
        async with self._work.database.reading() as session:
            there = await queries.may_be_there(session, self._work.code, key)
        verdict = Verdict.APPLIED if there else Verdict.ABSENT
        return Sighting(Outcome(verdict), (RemoteRef(key, key),) if there else ())


def _same(last: Entry, prepared: Prepared) -> bool:
    return last.sha256 == prepared.sha256 and last.verdict != "refused"


def _told(entry: Entry) -> Outcome:
    if entry.verdict == "refused":
        return Outcome(Verdict.REJECTED, why=f"the recipient refused: {entry.reason}")
    if entry.verdict is None:
        packed = entry.package_id is not None
        why = "handed over; no receipt yet" if packed else "laid ready"
        return Outcome(Verdict.ACCEPTED, why=why, ticket=str(entry.id))
    if entry.op == "remove":
        return Outcome(Verdict.APPLIED)
    return Outcome(
        Verdict.APPLIED, remote_id=entry.object_key, remote_url=entry.remote_url
    )


class FilePackage(Packages):
    kind: ClassVar[str] = "file_package"
    signer: EccKey | None = None

    @override
    @classmethod
    async def heard(cls, session: ReadSession, target_code: str) -> bool:
        """A folder tells nobody that a receipt was laid into it."""
        return await service.waits(session, target_code)

    @override
    @classmethod
    def spec(cls) -> Spec:
        return Spec(FolderOptions, _NEEDS, _IGNORES, problems)

    @override
    @classmethod
    @asynccontextmanager
    async def opened(cls, around: Surroundings) -> AsyncGenerator["FilePackage"]:
        options = FolderOptions.model_validate(around.profile.options)
        shelf = service.shelf_of(
            around.settings.package_folder,
            around.profile.profile.target,
            out=Path(resolve(options.out)) if options.out else None,
            back=Path(resolve(options.back)) if options.back else None,
        )
        signer = options.receipt_key and public_key(resolve(options.receipt_key))
        found = cls(await _workshop(around, options, shelf))
        found.signer = signer or None
        await found.look_for_receipts()
        yield found

    async def look_for_receipts(self) -> None:
        work = self._work
        try:
            await service.take_receipts(
                work.database, work.code, work.shelf, self.signer
            )
        except ShelfError as error:
            log.warning("receipts_not_read", target=work.code, why=str(error))
        async with work.database.writing() as session:
            await queries.ask_about_decided(session, work.code)

    @override
    async def finish(self, let_out: LetOut) -> None:
        await super().finish(let_out)
        await self.look_for_receipts()

    @override
    async def _part_with(self) -> None:
        await packing.hand_over(self._work)


class Manual(Packages):
    kind: ClassVar[str] = "manual"

    @override
    @classmethod
    def spec(cls) -> Spec:
        return Spec(ManualOptions, _NEEDS, _IGNORES, problems)

    @override
    @classmethod
    @asynccontextmanager
    async def opened(cls, around: Surroundings) -> AsyncGenerator["Manual"]:
        options = ManualOptions.model_validate(around.profile.options)
        code = around.profile.profile.target
        shelf = service.shelf_of(around.settings.package_folder, code)
        work = await _workshop(around, options, shelf)
        async with work.database.writing() as session:
            await queries.ask_about_decided(session, work.code)
        yield cls(work)

    @override
    async def _part_with(self) -> None:
        await packing.keep_ready(self._work)


_NEEDS = frozenset({"options"})
_IGNORES = frozenset({"base_url", "endpoints", "auth", "headers", "classify"})


async def _workshop(
    around: Surroundings, options: ManualOptions, shelf: Shelf
) -> Workshop:
    """Raises PackageFolderUnusableError: a folder is not mounted, or not ours."""
    try:
        await asyncio.to_thread(shelf.prepare)
    except ShelfError as error:
        raise service.unusable(error) from error
    key = private_key(resolve(options.sign.key))
    return Workshop(around.profile, options, shelf, around.database, key)
