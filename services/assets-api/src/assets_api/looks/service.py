"""The number in the addresses of a version, and what stands behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from assets_api.looks import queries
from assets_api.looks.tables import Appearance, Look
from assets_api.renditions.framing import MIDDLE, Focal
from assets_api.renditions.presets import EPOCH, Preset
from phohien.db import ReadSession, WriteSession


@dataclass(frozen=True, slots=True)
class Seen:
    """Found in the pixels by the child."""

    colour: str
    placeholder: str
    eye: Focal


@dataclass(frozen=True, slots=True)
class Face:
    """How a version is shown now."""

    epoch: int = EPOCH
    plain_epoch: int = EPOCH
    focal: Focal | None = None
    seen: Seen | None = None

    def epoch_of(self, preset: Preset) -> int:
        return self.epoch if preset.ratio else self.plain_epoch

    @property
    def centre(self) -> Focal:
        """Said by a person, or where the eye goes first, or the middle."""
        return self.focal or (self.seen.eye if self.seen else MIDDLE)


async def faces(session: ReadSession, version_ids: Iterable[UUID]) -> dict[UUID, Face]:
    """Of every version asked for."""
    wanted = list(version_ids)
    looks = await queries.last_looks(session, wanted)
    seen = await queries.appearances(session, wanted)
    return {one: _face(looks.get(one), seen.get(one)) for one in wanted}


async def face_of(session: ReadSession, version_id: UUID) -> Face:
    return (await faces(session, [version_id]))[version_id]


async def face_at(session: ReadSession, version_id: UUID, epoch: int) -> Face | None:
    """As an address with this number shows it; None for a number never given."""
    look = await queries.look_at(session, version_id, epoch)
    if look is None and epoch != EPOCH:
        return None
    seen = await queries.appearances(session, [version_id])
    return _face(look, seen.get(version_id))


async def note_seen(session: WriteSession, version_id: UUID, seen: Seen) -> None:
    await queries.insert_appearance(
        session,
        version_id=version_id,
        colour=seen.colour,
        placeholder=seen.placeholder,
        eye_x=seen.eye[0],
        eye_y=seen.eye[1],
    )


async def turn(
    session: WriteSession, version_id: UUID, focal: Focal | None, *, at: datetime
) -> bool:
    """Cut around another point from now on, under new addresses; None: as found."""
    face = await face_of(session, version_id)
    if face.focal == focal:
        return False
    x, y = focal or (None, None)
    await queries.insert_look(
        session,
        version_id=version_id,
        epoch=face.epoch + 1,
        plain_epoch=face.plain_epoch,
        focal_x=x,
        focal_y=y,
        at=at,
    )
    return True


async def renumber(session: WriteSession, version_id: UUID, *, at: datetime) -> int:
    """Every form under a new address, cut or not; the number in it."""
    face = await face_of(session, version_id)
    x, y = face.focal or (None, None)
    await queries.insert_look(
        session,
        version_id=version_id,
        epoch=face.epoch + 1,
        plain_epoch=face.epoch + 1,
        focal_x=x,
        focal_y=y,
        at=at,
    )
    return face.epoch + 1


def _face(look: Look | None, found: Appearance | None) -> Face:
    seen = (
        Seen(found.colour, found.placeholder, (found.eye_x, found.eye_y))
        if found
        else None
    )
    if look is None:
        return Face(seen=seen)
    focal = None
    if look.focal_x is not None and look.focal_y is not None:
        focal = (look.focal_x, look.focal_y)
    return Face(look.epoch, look.plain_epoch, focal, seen)
