"""Renditions made once more from the original: they are the one loss that can be."""

import hashlib
from pathlib import Path

from assets_api.formats.errors import RefusedError
from assets_api.fsck import deeds
from assets_api.fsck.deeds import Form, Made
from assets_api.inspection import sandbox
from assets_api.inspection.sandbox import NoVerdictError, Subject
from assets_api.keeping import lock as keeping
from assets_api.renditions.presets import BY_NAME, EPOCH
from assets_api.scratch import working_folder
from assets_api.storage import keys
from assets_api.storage.errors import ObjectMissingError
from assets_api.uploads.desk import Desk
from phohien import clock

SOURCE_LOST, NOT_MADE, BOUND = "source-lost", "not-made-again", "promised-bytes"
Place = tuple[str, str]
"""Preset and format."""


async def remake(desk: Desk, sha256: str) -> str:
    """Empty when the bytes, or others in their place, are there again."""
    async with desk.database.reading() as session:
        forms = await deeds.forms_of(session, sha256)
    first = next((form for form in forms if form.epoch == EPOCH), None)
    if first is not None:
        with working_folder(desk.scratch) as folder:
            subject = Subject(folder / "file", folder / "out")
            subject.folder.mkdir()
            if not await _fetched(desk, first, subject.path):
                return SOURCE_LOST
            made = await _rendered(subject, first)
            if (first.preset, first.format) in made:
                return await _stored(desk, subject, forms, (sha256, made))
    return await _left_to_askers(desk, forms, sha256)


async def _stored(
    desk: Desk, subject: Subject, forms: list[Form], what: tuple[str, dict[Place, Made]]
) -> str:
    sha256, made = what
    form = next(form for form in forms if form.epoch == EPOCH)
    again = made[form.preset, form.format]
    if again.sha256 != sha256 and await _is_promised(desk, sha256):
        return BOUND
    # Others of the same picture that are damaged come back with it.
    async with desk.database.reading() as session:
        wanted = await deeds.damaged(session, [one.sha256 for one in made.values()])
    for place, one in made.items():
        if one.sha256 in {*wanted, again.sha256}:
            await desk.store.put_file(keys.blob(one.sha256), _file(subject, place))
    if again.sha256 != sha256:
        await _replace(desk, forms, again)
    return ""


async def _left_to_askers(desk: Desk, forms: list[Form], sha256: str) -> str:
    """What is made when it is asked for: without its row it is made once more."""
    if not forms or any(form.preset not in BY_NAME for form in forms):
        return NOT_MADE
    if await _is_promised(desk, sha256):
        return BOUND
    async with desk.database.writing() as session:
        await keeping.alone(session)
        for form in forms:
            await deeds.forget(session, form)
        # Who makes it again would take what has the right size for the right bytes.
        await desk.store.delete(keys.blob(sha256))
    return ""


async def is_sound(desk: Desk, sha256: str) -> bool:
    """Whether the store has exactly these bytes, by reading them."""
    running = hashlib.sha256()
    try:
        async for chunk in desk.store.stream(keys.blob(sha256)):
            running.update(chunk)
    except ObjectMissingError:
        return False
    return running.hexdigest() == sha256


async def _fetched(desk: Desk, form: Form, path: Path) -> bool:
    """A damaged original is no source."""
    running = hashlib.sha256()
    try:
        with path.open("xb") as file:
            async for chunk in desk.store.stream(keys.blob(form.source)):
                running.update(chunk)
                file.write(chunk)
    except ObjectMissingError:
        return False
    return running.hexdigest() == form.source


async def _rendered(subject: Subject, form: Form) -> dict[Place, Made]:
    try:
        report = await sandbox.render(subject, form.source_format)
    except (RefusedError, NoVerdictError):
        return {}
    made: dict[Place, Made] = {}
    for one in report.made:
        place = one.preset, one.format
        path = _file(subject, place)
        # The child's folder is not trusted.
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            made[place] = Made(sha256, path.stat().st_size, one.width, one.height)
    return made


def _file(subject: Subject, place: Place) -> Path:
    return subject.folder / f"{place[0]}.{place[1]}"


async def _is_promised(desk: Desk, sha256: str) -> bool:
    async with desk.database.reading() as session:
        return await deeds.is_bound(session, sha256)


async def _replace(desk: Desk, forms: list[Form], made: Made) -> None:
    """A newer library writes other bytes; nobody was promised the old ones."""
    async with desk.database.writing() as session:
        await keeping.together(session)
        for form in forms:
            await deeds.replace(session, form, made, at=clock.now())
