"""What the public plays: the same picture and sound in a fresh file. Child only.

Nothing is coded again. Places, names, captions and covers stay behind, because only the
tracks that are played are copied; the index is put first, so that playing can begin
before the file has arrived.
"""

from pathlib import Path

import av
import pyvips  # type: ignore[import-untyped]

from assets_api.formats.errors import RefusedError
from assets_api.formats.films import tracks
from assets_api.renditions.pictures import as_mezzanine, write_all
from assets_api.renditions.presets import PICTURES, PLAY
from assets_api.renditions.writing import Made

CONTAINERS = {"mp4": "mp4", "mov": "mp4", "m4a": "ipod", "webm": "webm", "mp3": "mp3"}
FORMATS = {"mov": "mp4"}
POSTER_AT = 0.1
OPTIONS = {
    "mp4": {"movflags": "+faststart"},
    "ipod": {"movflags": "+faststart"},
    "mp3": {"id3v2_version": "0", "write_xing": "0"},
}


def render(path: Path, kind: str, folder: Path) -> list[Made]:
    form = FORMATS.get(kind, kind)
    found = tracks.film_of(path, kind)
    _copy(path, kind, folder / f"{PLAY}.{form}")
    made = [Made(PLAY, form, found.width, found.height)]
    if found.width:
        made.extend(write_all(as_mezzanine(_poster(path, kind)), folder, PICTURES))
    return made


def _copy(path: Path, kind: str, target: Path) -> None:
    container = CONTAINERS[kind]
    with (
        tracks.opened(path, kind) as film,
        av.open(
            str(target),
            "w",
            format=container,
            container_options={"fflags": "+bitexact", **OPTIONS.get(container, {})},
        ) as fresh,
    ):
        chosen = [*tracks.pictures(film)[:1], *film.streams.audio[:1]]
        tracks.copy(film, chosen, fresh)


def _poster(path: Path, kind: str) -> pyvips.Image:
    """A picture from near the beginning: the first one is often black."""
    with tracks.opened(path, kind) as film:
        stream = tracks.pictures(film)[0]
        stream.thread_type = "NONE"
        film.seek(round((film.duration or 0) * POSTER_AT))
        frame = next(film.decode(stream), None)
        if frame is None:
            raise RefusedError("media-damaged", "poster")
        # Frames are shown turned by the matrix of their track, when it has one.
        turned = (-frame.rotation) % 360
        pixels = frame.reformat(format="rgb24")
        plane = pixels.planes[0]
        data = bytes(plane)
    rows = pyvips.Image.new_from_memory(
        data, plane.line_size, frame.height, 1, "uchar"
    ).crop(0, 0, frame.width * 3, frame.height)
    picture = pyvips.Image.new_from_memory(
        rows.write_to_memory(), frame.width, frame.height, 3, "uchar"
    ).copy(interpretation="srgb")
    return picture.rotate(turned) if turned else picture
