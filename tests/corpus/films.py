"""Films and sound, made here with FFmpeg's libraries; and what is none."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import av
from tests.corpus.case import Case, half, refused, taken
from tests.corpus.pictures import PLACE

CODINGS = {
    "mp4": ("mp4", "libx264", "aac"),
    "mov": ("mov", "libx264", "aac"),
    "webm": ("webm", "libvpx-vp9", "libopus"),
    "mp3": ("mp3", None, "libmp3lame"),
    "m4a": ("ipod", None, "aac"),
}
PRIVATE = {
    "location": "+20.8522+106.0169/",
    "title": "20.8522 Lễ hội",
    "artist": "Nguyen Van Rieng",
    "comment": "106.0169",
}
RATE, SOUND_RATE = 10, 48000


def film(
    kind: str,
    *,
    seconds: int = 2,
    size: tuple[int, int] = (160, 90),
    metadata: dict[str, str] | None = None,
    coding: tuple[str, str | None, str | None] | None = None,
) -> bytes:
    form, picture, sound = coding or CODINGS[kind]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "film"
        with av.open(str(path), "w", format=form) as made:
            made.metadata.update(metadata or {})
            streams = [
                _picture(made, picture, size) if picture else None,
                made.add_stream(sound, rate=SOUND_RATE) if sound else None,
            ]
            if streams[0] is not None:
                _show(made, streams[0], seconds * RATE)
            if streams[1] is not None:
                _sing(made, streams[1], seconds * SOUND_RATE)
        return path.read_bytes()


def _picture(made, coding: str, size: tuple[int, int]):
    stream = made.add_stream(coding, rate=RATE)
    stream.width, stream.height = size
    stream.pix_fmt = "yuv420p"
    return stream


def _show(made, stream, frames: int) -> None:
    for number in range(frames):
        frame = av.VideoFrame(stream.width, stream.height, "yuv420p")
        for plane in frame.planes:
            plane.update(bytes([number * 7 % 256]) * plane.buffer_size)
        frame.pts, frame.time_base = number, Fraction(1, RATE)
        made.mux(stream.encode(frame))
    made.mux(stream.encode())


def _sing(made, stream, samples: int) -> None:
    for start in range(0, samples, stream.frame_size or 1024):
        frame = av.AudioFrame(
            format=stream.format.name,
            layout="stereo",
            samples=stream.frame_size or 1024,
        )
        frame.sample_rate, frame.pts = SOUND_RATE, start
        frame.time_base = Fraction(1, SOUND_RATE)
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        made.mux(stream.encode(frame))
    made.mux(stream.encode())


PLAYLIST = b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
CONCAT = b"ffconcat version 1.0\nfile 'http://169.254.1.1/a.mp4'\n"
CUE = b'FILE "/etc/passwd" WAVE\n  TRACK 01 AUDIO\n'


def cases() -> Iterator[Case]:
    for kind in CODINGS:
        yield taken(
            f"a plain {kind}",
            f"a.{kind}",
            lambda kind=kind: film(kind),
            fast=kind == "mp4",
        )
        yield taken(
            f"places and names in a {kind}",
            f"a.{kind}",
            lambda kind=kind: film(kind, metadata=PRIVATE),
            secret=(*PLACE, b"Rieng"),
        )
        yield refused(
            f"half a {kind}",
            f"a.{kind}",
            lambda kind=kind: half(film(kind, seconds=8)),
            "media-damaged",
            fast=kind == "mp4",
        )
    yield from _forbidden()
    yield from _false()


def _forbidden() -> Iterator[Case]:
    yield refused(
        "a film wider than 4096",
        "a.mp4",
        lambda: film("mp4", size=(4112, 64)),
        "media-too-large",
    )
    yield refused(
        "MPEG-4 of long ago",
        "a.mp4",
        lambda: film("mp4", coding=("mp4", "mpeg4", "aac")),
        "media-coding",
    )
    yield refused(
        "Matroska",
        "a.webm",
        lambda: film("", coding=("matroska", "libx264", "aac")),
        "type-mismatch",
    )
    yield refused(
        "a marking in a film's title",
        "a.mp4",
        lambda: film("mp4", metadata={"title": "TUYỆT MẬT"}),
        "marking-found",
    )
    yield refused(
        "HTML after a film",
        "a.mp4",
        lambda: film("mp4") + b"<html><script>",
        "media-damaged",
    )
    yield refused(
        "a film without an index",
        "a.mp4",
        lambda: film("mp4").replace(b"moov", b"free"),
        "media-damaged",
    )
    yield refused(
        "a film without tracks",
        "a.mp4",
        lambda: film("mp4").replace(b"trak", b"free"),
        "media-damaged",
    )


def _false() -> Iterator[Case]:
    other = "type-mismatch"
    yield refused("a playlist named MP4", "a.mp4", lambda: PLAYLIST, other, fast=True)
    yield refused("a list of films named MP4", "a.mp4", lambda: CONCAT, other)
    yield refused("a list of songs named MP3", "a.mp3", lambda: CUE, other)
    yield refused("a song named MP4", "a.mp4", lambda: film("mp3", seconds=3), other)
    yield refused(
        "sound alone named MP4",
        "a.mp4",
        lambda: film("mp4", coding=("mp4", None, "aac")),
        other,
    )
    yield refused("a film named MOV", "a.mov", lambda: film("mp4", seconds=3), other)
    yield refused(
        "ID3 and nothing",
        "a.mp3",
        lambda: b"ID3\x04\0\0\0\0\0\x0a" + b"\0" * 99,
        "media-damaged",
    )
    yield refused(
        "MP4 boxes of nothing",
        "a.mp4",
        lambda: b"\0\0\0\x10ftypisom\0\0\0\0" + b"\0\0\0\x08moov",
        "media-damaged",
    )
    yield refused(
        "EBML of nothing",
        "a.webm",
        lambda: b"\x1a\x45\xdf\xa3\x87\x42\x82\x84webm" + b"\0" * 50,
        "media-damaged",
    )
