"""What FFmpeg finds in a file, opened with one named demuxer and nothing else.

No decoder of FFmpeg sees the file here but the one of the poster's picture: tracks are
counted, packets are read to the end, and the end has to be where the header says.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import av
from av.container import InputContainer, OutputContainer

from assets_api.formats.errors import RefusedError

DEMUXERS = {
    "mp4": "mov",
    "mov": "mov",
    "m4a": "mov",
    "webm": "matroska",
    "mp3": "mp3",
}
BOXED = frozenset({"mp4", "mov", "m4a"})
SOUNDS = {"mp4": "m4a", "mov": "m4a", "m4a": "m4a", "webm": "webm"}
PICTURE = frozenset({"h264", "hevc", "av1", "vp8", "vp9"})
SOUND = frozenset({"aac", "mp3", "mp3float", "opus", "vorbis", "alac"})
MOST_TRACKS = 16
MOST_WIDTH, MOST_AREA = 4096, 4096 * 2304
MOST_SECONDS = 4 * 3600
MISSING = 0.05
"""Share of the declared length that may be without packets before a file is cut off."""
OPTIONS = {"protocol_whitelist": "file", "format_whitelist": "mov,matroska,webm,mp3"}


@dataclass(frozen=True, slots=True)
class Film:
    """`width` is 0 for sound."""

    width: int
    height: int
    duration_ms: int
    words: tuple[str, ...]


@contextmanager
def opened(path: Path, kind: str) -> Iterator[InputContainer]:
    """Raises RefusedError for what the demuxer cannot read."""
    try:
        with av.open(
            str(path), format=DEMUXERS[kind], options=OPTIONS, metadata_errors="replace"
        ) as film:
            yield film
    except (av.FFmpegError, ValueError, EOFError) as error:
        raise RefusedError("media-damaged") from error


def film_of(path: Path, kind: str) -> Film:
    with opened(path, kind) as film:
        _refuse_tracks(film)
        declared = (film.duration or 0) / av.time_base
        if not 0 < declared <= MOST_SECONDS:
            raise RefusedError("media-damaged" if declared <= 0 else "media-too-large")
        size = _size(film)
        last = _last_moment(film)
        if declared - last > max(MISSING * declared, 1.0):
            raise RefusedError("media-damaged", "cut-off")
        return Film(*size, round(declared * 1000), tuple(_words(film)))


def _refuse_tracks(film: InputContainer) -> None:
    kinds = [stream.type for stream in film.streams]
    if not kinds:
        raise RefusedError("media-damaged", "empty")
    if len(kinds) > MOST_TRACKS or "attachment" in kinds:
        raise RefusedError("media-tracks")
    played = [*film.streams.video, *film.streams.audio]
    for stream in played:
        if _is_cover(stream):
            continue
        # A coding unknown to FFmpeg has no context at all.
        name = getattr(stream.codec_context, "name", "")
        if _family(name) not in PICTURE | SOUND:
            raise RefusedError("media-coding")
    if not played:
        raise RefusedError("media-coding")


def _family(decoder: str) -> str:
    """The coding, whichever decoder is chosen for it."""
    return {"libdav1d": "av1", "libaom-av1": "av1", "libvpx-vp9": "vp9"}.get(
        decoder, decoder.removeprefix("lib")
    )


def _is_cover(stream: av.stream.Stream) -> bool:
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def pictures(film: InputContainer) -> list[av.video.stream.VideoStream]:
    """Moving ones: the cover of a song is none."""
    return [stream for stream in film.streams.video if not _is_cover(stream)]


def _size(film: InputContainer) -> tuple[int, int]:
    for stream in pictures(film):
        width, height = stream.codec_context.width, stream.codec_context.height
        if max(width, height) > MOST_WIDTH or width * height > MOST_AREA:
            raise RefusedError("media-too-large")
        if not width or not height:
            raise RefusedError("media-damaged")
        return width, height
    return 0, 0


def _last_moment(film: InputContainer) -> float:
    """Reads every packet; where the last of them ends, in seconds."""
    last = 0.0
    began = (film.start_time or 0) / av.time_base
    for packet in film.demux():
        if packet.is_corrupt:
            raise RefusedError("media-damaged", "packets")
        moment = packet.pts if packet.pts is not None else packet.dts
        if moment is None or not packet.size:
            continue
        end = (moment + (packet.duration or 0)) * packet.time_base
        last = max(last, float(end) - began)
    return last


def _words(film: InputContainer) -> Iterator[str]:
    yield from film.metadata.values()
    for stream in film.streams:
        yield from stream.metadata.values()


def copy(
    film: InputContainer, chosen: Sequence[av.stream.Stream], fresh: OutputContainer
) -> None:
    """The packets of these tracks as they are, and nothing that is said about them."""
    beside = {
        stream.index: fresh.add_stream_from_template(stream, opaque=True)
        for stream in chosen
    }
    for stream in beside.values():
        stream.metadata.clear()
    fresh.metadata.clear()
    for packet in film.demux(chosen):
        if packet.dts is None or not packet.size:
            continue
        packet.stream = beside[packet.stream.index]
        fresh.mux(packet)
