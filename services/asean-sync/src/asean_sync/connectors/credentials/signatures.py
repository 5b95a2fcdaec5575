"""Signs requests: RFC 9421 with Ed25519, and Standard Webhooks with an HMAC.

The libraries for both take the body as one text in memory. A file of 200 MB is neither,
so its digest is taken piece by piece; the signature itself is the library's.
"""

import hashlib
import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx
from Crypto.PublicKey import ECC
from Crypto.Signature import eddsa
from standardwebhooks.webhooks import EmptyWebhookSecretError
from standardwebhooks.webhooks import Webhook as StandardWebhook

from asean_sync.profiles.access import MessageSignature
from asean_sync.profiles.errors import CredentialUnusableError
from phohien import clock
from phohien.errors import Text

PEM = "-----BEGIN"
SECRET_PREFIX = "whsec_"  # noqa: S105 -- what such secrets begin with


def pieces(request: httpx.Request) -> Iterator[bytes]:
    """The body, as often as it is asked for: httpx rewinds the file of a form."""
    stream = request.stream
    assert isinstance(stream, httpx.SyncByteStream)  # noqa: S101 -- forms and bytes are
    yield from stream


class WebhookSigner:
    """With every secret given: one of them is what the target knows."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._keys = [_webhook_key(one) for one in secrets]

    def sign(self, request: httpx.Request, message_id: str) -> None:
        moment = str(int(clock.now().timestamp()))
        name = f"msg_{hashlib.sha256(message_id.encode()).hexdigest()[:32]}"
        begun = f"{name}.{moment}.".encode()
        digests = [hmac.new(key, begun, hashlib.sha256) for key in self._keys]
        for piece in pieces(request):
            for digest in digests:
                digest.update(piece)
        request.headers["webhook-id"] = name
        request.headers["webhook-timestamp"] = moment
        request.headers["webhook-signature"] = " ".join(
            f"v1,{b64encode(digest.digest()).decode()}" for digest in digests
        )


def _webhook_key(secret: str) -> bytes:
    try:
        # The library knows the forms a secret may have, and what is none.
        StandardWebhook(secret)
        return b64decode(secret.removeprefix(SECRET_PREFIX) + "==")
    except (ValueError, RuntimeError, EmptyWebhookSecretError) as error:
        raise _unusable("whsec_… (base64)", error) from error


class MessageSigner:
    def __init__(self, wanted: MessageSignature, key: str) -> None:
        self._wanted = wanted
        self._key = eddsa.new(private_key(key), "rfc8032")

    def sign(self, request: httpx.Request, message_id: str) -> None:
        del message_id
        if "content-digest" in self._wanted.cover:
            request.headers["content-digest"] = content_digest(request)
        covered = [
            (name, value)
            for name in self._wanted.cover
            if (value := component(name, request)) is not None
        ]
        created = int(clock.now().timestamp())
        parameters = parameters_of(covered, created, self._wanted.key_id)
        signature = self._key.sign(signature_base(covered, parameters))
        label = self._wanted.label
        request.headers["signature-input"] = f"{label}={parameters}"
        request.headers["signature"] = f"{label}=:{b64encode(signature).decode()}:"


def content_digest(request: httpx.Request) -> str:
    """RFC 9530."""
    digest = hashlib.sha256()
    for piece in pieces(request):
        digest.update(piece)
    return f"sha-256=:{b64encode(digest.digest()).decode()}:"


def component(name: str, request: httpx.Request) -> str | None:
    """RFC 9421 §2.1-2.2. None: the request has no such header."""
    url = request.url
    raw_path, _, query = url.raw_path.decode("ascii").partition("?")
    derived = {
        "@method": request.method,
        "@target-uri": str(url),
        "@authority": url.netloc.decode("ascii").lower(),
        "@scheme": url.scheme,
        "@path": raw_path or "/",
        "@query": f"?{query}",
    }
    if name in derived:
        return derived[name]
    values = request.headers.get_list(name)
    return ", ".join(value.strip() for value in values) if values else None


def parameters_of(covered: Sequence[tuple[str, str]], created: int, key_id: str) -> str:
    names = " ".join(f'"{name}"' for name, _ in covered)
    return f'({names});created={created};keyid="{key_id}"'


def signature_base(covered: Sequence[tuple[str, str]], parameters: str) -> bytes:
    """RFC 9421 §2.5."""
    lines = [f'"{name}": {value}' for name, value in covered]
    return "\n".join([*lines, f'"@signature-params": {parameters}']).encode("ascii")


def private_key(given: str) -> ECC.EccKey:
    """From PEM, from a file that holds PEM, or from 32 bytes in base64."""
    return _ed25519(given, private=True)


def public_key(given: str) -> ECC.EccKey:
    """From PEM, or from a file that holds PEM."""
    return _ed25519(given, private=False)


def _ed25519(given: str, *, private: bool) -> ECC.EccKey:
    try:
        text = given if given.startswith(PEM) or not given.startswith("/") else ""
        text = text or Path(given).read_text("ascii")
        if text.startswith(PEM):
            key = ECC.import_key(text)
        elif private:
            seed = b64decode(text, validate=True)
            key = ECC.construct(curve="Ed25519", seed=seed)
        else:
            raise _unusable("Ed25519 (PEM)", ValueError("not PEM"))
    except (OSError, ValueError) as error:
        raise _unusable("Ed25519 (PEM)", error) from error
    if key.curve != "Ed25519" or (private and not key.has_private()):
        raise _unusable("Ed25519 (PEM)", ValueError("another kind of key"))
    return key


def _unusable(form: str, error: Exception) -> CredentialUnusableError:
    """What the key itself says never gets into a message."""
    return CredentialUnusableError(
        Text(
            vi=f"Khóa ký trong hồ sơ đích không đúng dạng {form}: "
            f"{type(error).__name__}.",
            en=f"The signing key of the profile is not {form}: {type(error).__name__}.",
        )
    )
