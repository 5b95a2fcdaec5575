"""What of an answer is kept: listed headers, a capped body, never a secret. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from asean_sync.connectors.credentials.redaction import clean
from asean_sync.connectors.outcomes import Outcome, Reply
from phohien.canonical import sha256_hex

KEPT_HEADERS = (
    "content-type",
    "date",
    "etag",
    "last-modified",
    "location",
    "retry-after",
    "x-request-id",
)
KEPT_CHARACTERS = 4096
GONE = {404, 410}
# An empty list, in whatever wrapping.
SHORT_BYTES = 1000


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one exchange leaves behind."""

    verdict: str
    why: str = ""
    http_status: int | None = None
    response_headers: Mapping[str, str] = field(default_factory=dict)
    response_body: str = ""
    response_sha256: str | None = None
    remote_id: str | None = None
    remote_url: str | None = None
    read_back_hash: str | None = None
    differing: tuple[str, ...] = ()
    # An answer that says there is nothing: it proves an absence when all else is gone.
    shows_nothing: bool = False


def receipt(
    outcome: Outcome,
    *,
    secrets: Collection[str],
    read_back_hash: str | None = None,
    differing: tuple[str, ...] = (),
    shows_nothing: bool = False,
) -> Receipt:
    reply = outcome.reply
    return Receipt(
        verdict=outcome.verdict.value,
        why=_clean(outcome.why, secrets),
        http_status=reply.status if reply else None,
        response_headers=_headers(reply, secrets),
        response_body=_body(reply, secrets),
        response_sha256=sha256_hex(reply.body) if reply else None,
        remote_id=outcome.remote_id,
        remote_url=_clean(outcome.remote_url, secrets) if outcome.remote_url else None,
        read_back_hash=read_back_hash,
        differing=differing,
        shows_nothing=_shows_nothing(reply, absent=shows_nothing),
    )


def _shows_nothing(reply: Reply | None, *, absent: bool) -> bool:
    if reply is None:
        return True
    return reply.status in GONE or (absent and len(reply.body) <= SHORT_BYTES)


def _headers(reply: Reply | None, secrets: Collection[str]) -> dict[str, str]:
    if reply is None:
        return {}
    return {
        name: _clean(reply.headers[name], secrets)[:1000]
        for name in KEPT_HEADERS
        if name in reply.headers
    }


def _body(reply: Reply | None, secrets: Collection[str]) -> str:
    """Redacted before it is cut, so that no half of a secret remains."""
    if reply is None:
        return ""
    return _clean(reply.body.decode(errors="replace"), secrets)[:KEPT_CHARACTERS]


def _clean(text: str, secrets: Collection[str]) -> str:
    # PostgreSQL stores no NUL, and a target may well send one.
    text = text.replace("\x00", "\N{REPLACEMENT CHARACTER}")
    return clean(text, secrets)
