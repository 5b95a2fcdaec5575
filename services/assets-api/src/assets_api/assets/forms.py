"""Every public form of a version under its present addresses, made or not. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assets_api.assets import naming
from assets_api.assets.schemas import Picture, PictureSource, PictureVariant
from assets_api.assets.tables import AssetVersion, Rendition
from assets_api.looks.service import Face
from assets_api.renditions import framing
from assets_api.renditions.presets import (
    AVIF,
    BY_NAME,
    EPOCH,
    FORMATS,
    HLS,
    JPG,
    MEZZANINE,
    MIME,
    PICTURES,
    WEBP,
    is_public,
)

Rows = Sequence[tuple[Rendition, int]]
WHOLE = [preset for preset in PICTURES if preset.ratio is None]
SOURCES = (AVIF, WEBP)
"""The lightest first: a browser takes the first that it knows."""


@dataclass(frozen=True, slots=True)
class Form:
    """`sha256` and `bytes` are None for what is made when it is asked for."""

    preset: str
    format: str
    epoch: int
    width: int
    height: int
    sha256: str | None = None
    bytes: int | None = None

    def path(self, version: AssetVersion) -> str:
        return naming.path(version.id, self.preset, self.epoch, self.format)


def forms(rows: Rows, face: Face) -> list[Form]:
    """Smallest first. AVIF is left out: it is the same picture in another coat."""
    made = {
        (row.preset, row.format): _stored(row, size)
        for row, size in rows
        if is_public(row.preset)
        and row.format != AVIF
        and row.epoch == epoch_of(row.preset, face)
    }
    found = {(one.preset, one.format): one for one in _drawable(rows, face)} | made
    return sorted(found.values(), key=lambda one: (one.width, one.preset, one.format))


def picture(version: AssetVersion, rows: Rows, face: Face) -> Picture | None:
    """All that a page needs to write `<picture>`; None for what has no picture."""
    drawable = {one.preset: one for one in _drawable(rows, face) if one.format == JPG}
    sizes: dict[int, Form] = {}
    for preset in WHOLE:
        if one := drawable.get(preset.name):
            # A small picture is the same in every size: it is named once.
            sizes.setdefault(one.width, one)
    if not sizes or face.seen is None:
        return None
    shown = [sizes[width] for width in sorted(sizes)]
    largest = shown[-1]
    return Picture(
        width=largest.width,
        height=largest.height,
        colour=face.seen.colour,
        placeholder=face.seen.placeholder,
        url=largest.path(version),
        sources=[
            PictureSource(
                mime=MIME[form],
                variants=[
                    PictureVariant(
                        url=naming.path(version.id, one.preset, one.epoch, form),
                        width=one.width,
                        height=one.height,
                    )
                    for one in shown
                ],
            )
            for form in (*SOURCES, JPG)
        ],
    )


def epoch_of(name: str, face: Face) -> int:
    """The number in the present address of a preset, or of a form that is not drawn."""
    if name == HLS:
        # A playlist names the file of its segments as they were made.
        return EPOCH
    preset = BY_NAME.get(name)
    return face.plain_epoch if preset is None else face.epoch_of(preset)


def _drawable(rows: Rows, face: Face) -> Iterator[Form]:
    """Everything that can be made from the mezzanine."""
    source = next((row for row, _ in rows if row.preset == MEZZANINE), None)
    if source is None:
        return
    for preset in PICTURES:
        width, height = framing.size(source.width, source.height, preset)
        for form in FORMATS:
            yield Form(preset.name, form, face.epoch_of(preset), width, height)


def _stored(row: Rendition, size: int) -> Form:
    return Form(
        row.preset, row.format, row.epoch, row.width, row.height, row.sha256, size
    )
