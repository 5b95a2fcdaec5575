"""Names of objects: made of ids and hashes, never of what a person typed."""

from uuid import UUID

HASH = 64


def blob(sha256: str) -> str:
    return f"b/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def quarantine(upload_id: UUID) -> str:
    """Everything an upload owns begins with this."""
    return f"q/{upload_id}/"


def arriving(upload_id: UUID) -> str:
    return f"{quarantine(upload_id)}whole"


def tail(upload_id: UUID, fence: int, end: int) -> str:
    """Another name for each writer and length: nobody overwrites what is promised."""
    return f"{quarantine(upload_id)}tail-{fence}-{end}"


def hash_in(key: str) -> str:
    """The hash that such a key is made of; empty when nobody here has made it."""
    sha256 = key.rpartition("/")[2]
    plain = len(sha256) == HASH and not sha256.strip("0123456789abcdef")
    return sha256 if plain and blob(sha256) == key else ""


def upload_in(key: str) -> UUID | None:
    """Whose upload a key of the quarantine belongs to; None when it is none of ours."""
    top, _, rest = key.partition("/")
    ident, _, name = rest.partition("/")
    try:
        found = UUID(ident)
    except ValueError:
        return None
    return found if top == "q" and name and str(found) == ident else None
