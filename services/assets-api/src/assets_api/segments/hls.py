"""A film as HLS: the same picture and sound, in segments of one file. Child only.

Nothing is coded again. The playlist names parts of one file by their bytes, so that a
film is two forms of a version like any other: public, linked to and taken down as such.
"""

from pathlib import Path

import av
from av.container import InputContainer

from assets_api.formats.films import tracks
from assets_api.renditions.presets import EPOCH, HLS
from assets_api.renditions.writing import Made

SECONDS = 6
SHORTEST_MS = 2 * SECONDS * 1000
"""A film of one segment is played as it is."""

BOXED = frozenset({"mp4", "mov"})
PICTURE, SOUND = frozenset({"h264"}), frozenset({"aac"})
"""What every player of HLS knows."""


def write(path: Path, kind: str, folder: Path) -> list[Made]:
    """Empty for what is short, or coded otherwise."""
    if kind not in BOXED:
        return []
    found = tracks.film_of(path, kind)
    if not found.width or found.duration_ms < SHORTEST_MS:
        return []
    # As the playlist is to name it: an address beside its own.
    segments = folder / f"{HLS}-{EPOCH}.mp4"
    playlist = folder / f"{HLS}.m3u8"
    with tracks.opened(path, kind) as film:
        chosen = _chosen(film)
        if not chosen:
            return []
        _copy(film, chosen, playlist, segments)
    segments.rename(folder / f"{HLS}.mp4")
    return [Made(HLS, form, found.width, found.height) for form in ("m3u8", "mp4")]


def _chosen(film: InputContainer) -> list[av.stream.Stream]:
    """One picture, and one sound if there is any; none when a coding does not fit."""
    pictures, sounds = tracks.pictures(film)[:1], list(film.streams.audio[:1])
    fits = all(one.codec_context.name in PICTURE for one in pictures) and all(
        one.codec_context.name in SOUND for one in sounds
    )
    return [*pictures, *sounds] if fits and pictures else []


def _copy(
    film: InputContainer,
    chosen: list[av.stream.Stream],
    playlist: Path,
    segments: Path,
) -> None:
    options = {
        "fflags": "+bitexact",
        "hls_time": str(SECONDS),
        "hls_playlist_type": "vod",
        "hls_segment_type": "fmp4",
        "hls_flags": "single_file",
        "hls_segment_filename": str(segments),
    }
    with av.open(str(playlist), "w", format="hls", container_options=options) as fresh:
        tracks.copy(film, chosen, fresh)
