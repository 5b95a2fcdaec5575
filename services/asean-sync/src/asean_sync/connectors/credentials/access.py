"""Everything that is added to a request between its record and the wire."""

import ssl
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import httpx

from asean_sync.connectors.credentials.signatures import MessageSigner, WebhookSigner
from asean_sync.connectors.credentials.tokens import TokenSource
from asean_sync.profiles.access import Auth, Sign
from asean_sync.profiles.errors import CredentialUnusableError
from asean_sync.profiles.references import is_reference
from phohien.errors import Text
from phohien.tls import trusted

Resolve = Callable[[str], str]


class Signer(Protocol):
    def sign(self, request: httpx.Request, message_id: str) -> None: ...


@dataclass(slots=True)
class Access:
    """Resolved credentials. `secrets` grows with every token, for the redaction."""

    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    tokens: TokenSource | None = None
    signers: tuple[Signer, ...] = ()
    tls: ssl.SSLContext = field(default_factory=trusted)
    secrets: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, auth: Auth, sign: Sign, resolve: Resolve) -> "Access":
        """Raises SecretMissingError or CredentialUnusableError; sends nothing."""
        secrets: set[str] = set()

        def known(reference: str) -> str:
            value = resolve(reference)
            secrets.add(value)
            return value

        return cls(
            headers=_headers(auth, known, secrets),
            query=_query(auth, known),
            tokens=_tokens(auth, known, secrets, resolve),
            signers=_signers(sign, known),
            tls=_tls(auth, resolve),
            secrets=secrets,
        )

    async def authorize(self, http: httpx.AsyncClient, request: httpx.Request) -> None:
        """Raises TokenRefusedError or TokenNotReachedError."""
        for name, value in self.headers.items():
            request.headers[name] = value
        if self.query:
            request.url = request.url.copy_merge_params(dict(self.query))
        if self.tokens is not None:
            token = await self.tokens.token(http)
            request.headers["authorization"] = f"Bearer {token}"

    def sign(self, request: httpx.Request, message_id: str) -> None:
        for signer in self.signers:
            signer.sign(request, message_id)

    @property
    def renews(self) -> bool:
        return self.tokens is not None


def _headers(auth: Auth, known: Resolve, secrets: set[str]) -> dict[str, str]:
    found = {}
    if auth.bearer is not None:
        found["authorization"] = f"Bearer {known(auth.bearer)}"
    if auth.basic is not None:
        name, word = known(auth.basic.username), known(auth.basic.password)
        # The name alone is no secret, and is a word that evidence may well hold.
        secrets.discard(name)
        encoded = b64encode(f"{name}:{word}".encode()).decode()
        secrets.add(encoded)
        found["authorization"] = f"Basic {encoded}"
    if auth.api_key is not None and auth.api_key.header is not None:
        found[auth.api_key.header] = known(auth.api_key.value)
    for value in found.values():
        if not value.isascii() or not value.isprintable():
            raise CredentialUnusableError(
                Text(
                    vi="Giá trị bí mật của hồ sơ đích có ký tự không gửi được trong "
                    "tiêu đề HTTP; hãy kiểm tra biến môi trường.",
                    en="A secret of the profile has characters that no HTTP header "
                    "can carry; check the environment variable.",
                )
            )
    return found


def _query(auth: Auth, known: Resolve) -> dict[str, str]:
    if auth.api_key is None or auth.api_key.query is None:
        return {}
    return {auth.api_key.query: known(auth.api_key.value)}


def _tokens(
    auth: Auth, known: Resolve, secrets: set[str], resolve: Resolve
) -> TokenSource | None:
    given = auth.oauth2_client_credentials
    if given is None:
        return None
    name, word = known(given.client_id), known(given.client_secret)
    secrets.discard(name)
    url = given.token_url
    named = is_reference(url)
    if named:
        given = given.model_copy(update={"token_url": resolve(url)})
    return TokenSource(given, name, word, secrets, named_here=named)


def _signers(sign: Sign, known: Resolve) -> tuple[Signer, ...]:
    found: list[Signer] = []
    if sign.standard_webhooks is not None:
        both = (sign.standard_webhooks.secret, sign.standard_webhooks.previous)
        found.append(WebhookSigner([known(one) for one in both if one is not None]))
    if sign.rfc9421 is not None:
        found.append(MessageSigner(sign.rfc9421, known(sign.rfc9421.key)))
    return tuple(found)


def _tls(auth: Auth, resolve: Resolve) -> ssl.SSLContext:
    if auth.trust is None and auth.mtls is None:
        return trusted()
    try:
        if auth.trust is None:
            found = httpx.create_ssl_context()
        else:
            found = ssl.create_default_context(cafile=resolve(auth.trust))
        if auth.mtls is not None:
            found.load_cert_chain(
                resolve(auth.mtls.certificate), resolve(auth.mtls.key)
            )
    except (OSError, ValueError) as error:
        raise CredentialUnusableError(
            Text(
                vi="Không dùng được tệp chứng thư hoặc khóa của hồ sơ đích; hãy kiểm "
                f"tra đường dẫn, quyền đọc và định dạng PEM. ({error})",
                en="The certificate, key or authority file of the profile cannot be "
                f"used; check its path, who may read it, and that it is PEM. ({error})",
            )
        ) from error
    return found
