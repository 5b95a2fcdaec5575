"""Dublin Core, the fifteen elements as OAI-PMH has them: each a list of texts."""

from typing import Any

from asean_sync.mapping.formats.content import Content, without_nothing


def oai_dc(content: Content) -> dict[str, Any]:
    doc, released = content.doc, content.released
    agency = [content.agency] if content.agency else []
    related = [str(one["key"]) for one in doc.get("relations") or []]
    return without_nothing(
        {
            "title": [doc.get("title")],
            "creator": agency,
            "subject": content.subjects,
            "description": [content.summary] if content.summary else [],
            "publisher": agency,
            "date": [doc.get("released_at")],
            "type": [doc.get("type")],
            "identifier": [released.key],
            "language": [content.language],
            "relation": [
                *related,
                *(one.address for one in content.files if one.address),
            ],
            "coverage": [str(one) for one in doc.get("units") or []],
            "rights": content.licences,
        }
    )
