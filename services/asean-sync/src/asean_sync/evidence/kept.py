"""What of a request is kept word for word: whatever its digest is of. Pure."""

from asean_sync.connectors.outcomes import Prepared
from phohien.canonical import canonical_json, sha256_hex

# A file inside JSON would be kept for ever once for each try; its digest is enough.
MOST_BYTES = 1024 * 1024


def kept_request(prepared: Prepared) -> bytes | None:
    """The bytes whose digest is on record; None for what has none, or too many.

    Of a form with a file it is the fields, with the file's digest in its place.
    """
    content = prepared.body
    if content is None and prepared.file is not None:
        told: dict[str, object] = {
            "form": dict(prepared.form),
            "file": prepared.file.sha256,
        }
        if prepared.json_parts:
            told["json"] = dict(prepared.json_parts)
        content = canonical_json(told)
    if content is None or len(content) > MOST_BYTES:
        return None
    return content if sha256_hex(content) == prepared.sha256 else None
