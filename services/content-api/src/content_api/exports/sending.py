"""Answers that are longer than memory: files and lines, sent as they are made."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

from fastapi.responses import StreamingResponse

from content_api.exports.schemas import Form

CHUNK = 256 * 1024
MEDIA: Mapping[Form, str] = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.JSONL: "application/jsonl; charset=utf-8",
    Form.GEOJSON: "application/geo+json",
}
FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": {
            kind.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
            for kind in MEDIA.values()
        },
    }
}


def sent(
    body: AsyncIterator[str] | AsyncIterator[bytes],
    form: Form,
    name: str,
    headers: Mapping[str, str],
) -> StreamingResponse:
    disposition = f'attachment; filename="{name}.{form.value}"'
    return StreamingResponse(
        body,
        media_type=MEDIA[form],
        headers={"content-disposition": disposition, **headers},
    )


async def file_of(path: Path) -> AsyncIterator[bytes]:
    """The bytes of a file; its folder goes when they are sent, or nobody listens."""
    file = await asyncio.to_thread(path.open, "rb")
    try:
        while chunk := await asyncio.to_thread(file.read, CHUNK):
            yield chunk
    finally:
        file.close()
        shutil.rmtree(path.parent, ignore_errors=True)
