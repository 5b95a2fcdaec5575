"""Where a stable address leads at this moment, or why it leads nowhere."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from assets_api.aliases import queries
from assets_api.aliases.queries import Showing, Shown
from assets_api.assets import naming
from assets_api.assets.forms import epoch_of
from assets_api.looks import service as looks
from assets_api.renditions.presets import (
    FORMATS,
    MEZZANINE,
    PICTURES,
    is_public,
)
from assets_api.versions import service as versions
from assets_api.versions.errors import MediaNotFoundError, MediaWithdrawnError
from phohien.db import Database, ReadSession

LAZY = frozenset(preset.name for preset in PICTURES)


@dataclass(frozen=True, slots=True)
class Target:
    """A version's own address, and the document that shows it."""

    path: str
    showing: Showing


async def find_shown(database: Database, asset_id: UUID, *, at: datetime) -> Shown:
    """Raises MediaWithdrawnError for what was public once, else MediaNotFoundError."""
    async with database.reading() as session:
        shown = await queries.find_shown(session, asset_id)
        ended = shown is None and await queries.was_public(session, asset_id)
    if shown is None:
        raise MediaWithdrawnError if ended else MediaNotFoundError
    if not shown.noted:
        await versions.note_public(database, shown.version_id, at=at)
    return shown


async def find_target(
    session: ReadSession, shown: Shown, *, preset: str, form: str | None
) -> Target:
    """Raises MediaNotFoundError for a form there is not."""
    forms = set(await queries.forms_of(session, shown.version_id))
    if any(name == MEZZANINE for name, _ in forms):
        # Made when they are asked for.
        forms |= {(name, each) for name in LAZY for each in FORMATS}
    found = _chosen({each for name, each in forms if name == preset}, form)
    if found is None or not is_public(preset):
        raise MediaNotFoundError
    face = await looks.face_of(session, shown.version_id)
    return Target(
        naming.path(shown.version_id, preset, epoch_of(preset, face), found),
        await queries.showing_of(session, shown.version_id),
    )


def _chosen(forms: set[str], wanted: str | None) -> str | None:
    """A picture comes as JPEG unless another form is asked for."""
    if wanted is not None:
        return wanted if wanted in forms else None
    return "jpg" if "jpg" in forms else min(forms, default=None)
