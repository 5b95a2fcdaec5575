"""Exactly as much of multipart/form-data as the portal takes."""

import re
from dataclasses import dataclass
from email.message import Message

BOUNDARY = re.compile(r'boundary="?([^";]+)"?', re.IGNORECASE)


class BadForm(Exception):  # noqa: N818 -- reads as what it is
    """The body is not the form its header says."""


@dataclass(frozen=True)
class File:
    filename: str
    content_type: str
    content: bytes


def parse(content_type: str, body: bytes) -> tuple[dict[str, str], File | None]:
    """The text fields and the part called `file`."""
    named = BOUNDARY.search(content_type)
    if not content_type.lower().startswith("multipart/form-data") or named is None:
        message = "the body is multipart/form-data with a boundary"
        raise BadForm(message)
    mark = b"--" + named[1].encode()
    pieces = (b"\r\n" + body).split(b"\r\n" + mark)
    if len(pieces) < 3 or not pieces[-1].startswith(b"--"):
        message = "the form ends before its last boundary"
        raise BadForm(message)
    fields: dict[str, str] = {}
    file = None
    for piece in pieces[1:-1]:
        head, _, content = piece.partition(b"\r\n\r\n")
        headers = _headers(head)
        name = headers.get_param("name", header="content-disposition")
        if name == "file":
            file = File(
                filename=headers.get_filename() or "",
                content_type=headers.get("content-type", "application/octet-stream"),
                content=content,
            )
        else:
            fields[str(name)] = content.decode()
    return fields, file


def _headers(head: bytes) -> Message:
    message = Message()
    for line in head.decode(errors="replace").strip().split("\r\n"):
        key, _, value = line.partition(":")
        message[key.strip()] = value.strip()
    return message
