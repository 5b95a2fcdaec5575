"""One byte string for one value: what hashes and approvals bind to.

RFC 8785 in spirit: keys sorted, no spaces, UTF-8, text in NFC. Numbers are integers;
a decimal figure travels as a string, so a float is refused instead of rounded.
"""

import hashlib
import json
from typing import Any
from unicodedata import normalize

_SEQUENCES = (list, tuple)


def _plain(value: Any) -> Any:
    # The commonest first; a union of types would be made anew for each value.
    if isinstance(value, str):
        return normalize("NFC", value)
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, _SEQUENCES):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {normalize("NFC", str(key)): _plain(item) for key, item in value.items()}
    message = f"{type(value).__name__} has no canonical form; send it as a string"
    raise TypeError(message)


def canonical_text(value: Any) -> str:
    return json.dumps(
        _plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def canonical_json(value: Any) -> bytes:
    """Raises TypeError for a float, a date or anything else without one spelling."""
    return canonical_text(value).encode()


def sha256_hex(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
