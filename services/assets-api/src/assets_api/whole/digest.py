"""`Content-Digest` (RFC 9530), of which SHA-256 alone is read."""

import re
from base64 import b64decode
from binascii import Error as Base64Error
from hashlib import sha256

from assets_api.whole.errors import UploadDigestError

ONE = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/=]*):")


def sha256_of(header: str | None) -> bytes | None:
    """None when there is no header; algorithms besides SHA-256 are passed over."""
    if header is None:
        return None
    found = ONE.search(header)
    if found is None:
        raise UploadDigestError
    try:
        digest = b64decode(found.group(1), validate=True)
    except Base64Error as error:
        raise UploadDigestError from error
    if len(digest) != sha256().digest_size:
        raise UploadDigestError
    return digest
