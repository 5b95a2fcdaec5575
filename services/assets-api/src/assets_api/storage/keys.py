"""Names of objects: made of ids and hashes, never of what a person typed."""

from uuid import UUID


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
