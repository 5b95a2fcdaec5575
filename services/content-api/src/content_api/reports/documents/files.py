"""One snapshot, three kinds of file."""

import asyncio
from collections.abc import Mapping

from content_api.reports.documents import docx
from content_api.reports.documents.context import context_of
from content_api.reports.documents.sheets.workbook import workbook
from content_api.reports.schemas import Format
from content_api.reports.snapshots import Snapshot
from phohien.canonical import canonical_text

MEDIA_TYPES: Mapping[Format, str] = {
    Format.DOCX: "application/vnd.openxmlformats-officedocument"
    ".wordprocessingml.document",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.JSON: "application/json",
}


async def written(
    content: Snapshot, kind: Format, template: bytes, sealed: str | None = None
) -> bytes:
    """`sealed` is the text that was signed or frozen, sent as it is."""
    if kind is Format.JSON:
        return (sealed or canonical_text(content)).encode()
    context = context_of(content)
    if kind is Format.DOCX:
        return await docx.render(template, context)
    return await asyncio.to_thread(workbook, content, context)
