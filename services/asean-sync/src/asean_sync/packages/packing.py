"""Makes one package of what is laid ready, signed and chained to the one before."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

import structlog
from Crypto.PublicKey.ECC import EccKey
from Crypto.Signature import eddsa

from asean_sync.connectors.interface import LetOut
from asean_sync.connectors.rest.requests import wire_json
from asean_sync.packages import queries
from asean_sync.packages.bags import note
from asean_sync.packages.bags.bag import Bag
from asean_sync.packages.bags.shelf import Shelf, appearing, digest_of, number_of
from asean_sync.packages.options import ManualOptions
from asean_sync.packages.tables import Entry
from asean_sync.profiles.document import Profile
from asean_sync.sending.steps import Step, reached
from phohien import clock
from phohien.db import Database, ReadSession

log = structlog.get_logger()

MOST_ENTRIES = 5000
MOST_PACKAGES = 50


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where and for whom packages are made."""

    profile: Profile
    options: ManualOptions
    shelf: Shelf
    database: Database
    key: EccKey

    @property
    def code(self) -> str:
        return self.profile.profile.target


async def pack_all(work: Workshop, let_out: LetOut) -> None:
    for _ in range(MOST_PACKAGES):
        if not await _pack(work, let_out):
            return


async def _pack(work: Workshop, let_out: LetOut) -> bool:
    """The file is whole on disk before its row is; a crash between costs nothing."""
    async with work.database.writing() as session:
        if not await queries.packs_alone(session, work.code):
            return False
        ready = await queries.unpacked(session, work.code, MOST_ENTRIES)
        late = await _unsendable(work, ready, let_out)
        # They are not handed over, and their objects ask what became of them.
        keys = [one.object_key for one in ready if one.id in late]
        if keys:
            await queries.drop_unpacked(session, work.code, keys)
        going = [one for one in ready if one.id not in late]
        if not going:
            # Those behind them may go all the same.
            return len(ready) == MOST_ENTRIES
        before = await _before(work, session)
        number = before.number + 1 if before else 1
        at = clock.now()
        made = {
            "target_code": work.code,
            "number": number,
            "name": f"{work.code}-{number:06}",
            "made_at": at,
        }
        changes = _changes(work, made, before, going)
        sha256, size = await asyncio.to_thread(_write, work, made, changes, going)
        reached(Step.PACKED)
        await queries.add(
            session,
            {**made, "sha256": sha256, "bytes": size},
            [one.id for one in going],
        )
    return len(ready) == MOST_ENTRIES


async def _unsendable(
    work: Workshop, ready: Sequence[Entry], let_out: LetOut
) -> set[UUID]:
    """What nobody lets out any more, or whose files are gone from the spool."""
    puts = [one for one in ready if one.op == "put"]
    out = await let_out([one.object_key for one in puts])

    def unsendable() -> set[UUID]:
        return {
            one.id
            for one in puts
            if one.object_key not in out
            or not work.shelf.holds(file["sha256"] for file in one.files)
        }

    return await asyncio.to_thread(unsendable)


@dataclass(frozen=True, slots=True)
class Before:
    """The package that this one follows."""

    name: str
    number: int
    sha256: str


async def _before(work: Workshop, session: ReadSession) -> Before | None:
    """By the rows, or by the disk where a restored database knows less."""
    known = await queries.last_package(session, work.code)
    last = Before(known.name, known.number, known.sha256) if known else None
    given = await asyncio.to_thread(work.shelf.last_given)
    if given is None:
        return last
    number = number_of(given.stem)
    if last is not None and last.number >= number:
        return last
    log.warning("packages_newer_than_rows", target=work.code, package=given.stem)
    return Before(given.stem, number, await asyncio.to_thread(digest_of, given))


def _changes(
    work: Workshop,
    made: dict[str, Any],
    before: Before | None,
    going: Sequence[Entry],
) -> dict[str, Any]:
    previous = {"package": before.name, "sha256": before.sha256} if before else None
    return {
        "format": "urn:phohien:package:1",
        "package": made["name"],
        "target": work.code,
        "number": made["number"],
        "previous": previous,
        "made_at": made["made_at"].isoformat(),
        "profile_version": work.profile.profile.version,
        "changes": [_change(one) for one in going],
    }


def _change(one: Entry) -> dict[str, Any]:
    told: dict[str, Any] = {"key": one.object_key, "op": one.op}
    if one.op == "put":
        told |= {
            "path": f"data/{place_of(one.object_key)}",
            "files": [
                {
                    "path": f"data/{place_of_file(file)}",
                    **{name: file[name] for name in ("sha256", "filename", "mime")},
                }
                for file in one.files
            ],
        }
    return told


def place_of(key: str) -> str:
    return f"objects/{key}.json"


def place_of_file(file: dict[str, Any]) -> str:
    """By digest: a file that several objects show is in the package once."""
    ending = PurePosixPath(file["filename"]).suffix.lower()
    usable = ending.isascii() and ending[1:].isalnum() and len(ending) <= 8  # noqa: PLR2004 -- `.geojson`
    return f"files/{file['sha256']}{ending if usable else ''}"


def _write(
    work: Workshop,
    made: dict[str, Any],
    changes: dict[str, Any],
    going: Sequence[Entry],
) -> tuple[str, int]:
    bag = Bag(
        made["name"],
        {
            "Source-Organization": work.options.sender or "Phố Hiến",
            "External-Identifier": made["name"],
            "Bag-Group-Identifier": work.code,
            "Bag-Count": f"{made['number']} of ?",
            "Bagging-Date": f"{made['made_at']:%Y-%m-%d}",
            "Signature-Key": work.options.sign.key_id,
        },
    )
    bag.texts["changes.json"] = _pretty(changes)
    bag.tags["BIEN-BAN-GIAO-NHAN.html"] = note.page(work.options, changes)
    for one in going:
        if one.op == "put":
            bag.texts[place_of(one.object_key)] = wire_json(one.payload)
            bag.files |= {
                place_of_file(file): work.shelf.spool / file["sha256"]
                for file in one.files
            }
    return _stored(work, bag)


def _stored(work: Workshop, bag: Bag) -> tuple[str, int]:
    place = work.shelf.packages / f"{bag.name}.zip"
    with appearing(place) as file:
        bag.write(file, eddsa.new(work.key, "rfc8032").sign)
    return digest_of(place), place.stat().st_size


def _pretty(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True).encode()


async def hand_over(work: Workshop) -> None:
    """In the order of their numbers; what cannot be laid out now is tried again."""
    async with work.database.reading() as session:
        waiting = await queries.undelivered(session, work.code)
    for one in waiting:
        await asyncio.to_thread(work.shelf.give, one.name)
        await asyncio.to_thread(work.shelf.deliver, f"{one.name}.zip")
        reached(Step.HANDED_OVER)
        async with work.database.writing() as session:
            await queries.note(session, one.id, delivered_at=clock.now(), problem=None)


async def keep_ready(work: Workshop) -> None:
    """For the person who fetches them; delivered is when that happened."""
    async with work.database.reading() as session:
        waiting = await queries.undelivered(session, work.code)
    for one in waiting:
        await asyncio.to_thread(work.shelf.give, one.name)


async def tidy(work: Workshop) -> None:
    """Files that were packed are in the package; the spool forgets them."""
    async with work.database.writing() as session:
        if await queries.packs_alone(session, work.code):
            wanted = await queries.files_waiting(session, work.code)
            await asyncio.to_thread(work.shelf.forget_files, wanted)
