"""Tokens by OAuth 2.0 client credentials: one renewal at a time, none in vain."""

import asyncio
import json
from base64 import b64encode
from time import monotonic
from typing import Any
from urllib.parse import quote_plus, urlsplit

import httpx

from asean_sync.connectors import addresses
from asean_sync.connectors.addresses import Allowed, guard
from asean_sync.profiles.access import ClientCredentials

MOST_BYTES = 64 * 1024
# A token is renewed before it ends, so that none ends on its way.
EARLY = 30.0
UNSAID = 300.0
# After a refusal the address is left alone, whatever the number of waiting objects.
CALM = 5.0


class TokenNotReachedError(Exception):
    """The token address gave no usable answer; the target was not asked."""


class TokenRefusedError(Exception):
    """The token address does not accept our name and word."""


class TokenSource:
    def __init__(
        self,
        given: ClientCredentials,
        name: str,
        word: str,
        secrets: set[str],
        *,
        named_here: bool = False,
    ) -> None:
        # The operator of this machine named the address, so it may be inside.
        self.named_here = named_here
        self._given, self._name, self._word = given, name, word
        self._secrets = secrets
        self._lock = asyncio.Lock()
        self._token: str | None = None
        self._until = 0.0
        self._refused: tuple[float, str] | None = None
        self._url = given.token_url
        self._allowed: Allowed | None = None

    @property
    def absolute(self) -> str | None:
        """The address, when it is not below that of the target."""
        return None if self._given.token_url.startswith("/") else self._given.token_url

    async def settle(self, base_url: str, *, inside: bool) -> None:
        """Raises ForbiddenAddressError; before anything is sent."""
        self._url = self.absolute or f"{base_url.rstrip('/')}{self._given.token_url}"
        self._allowed = Allowed.of(self._url, inside=inside)
        await addresses.check(self._allowed)

    def forget(self, token: str) -> None:
        """The target refused it. Another request may have brought a new one since."""
        if self._token == token:
            self._token = None

    async def token(self, http: httpx.AsyncClient) -> str:
        async with self._lock:
            if self._token is None or monotonic() > self._until:
                self._token = await self._new(http)
            return self._token

    async def _new(self, http: httpx.AsyncClient) -> str:
        if self._refused is not None and monotonic() < self._refused[0]:
            raise TokenRefusedError(self._refused[1])
        status, body = await self._ask(http)
        told = urlsplit(self._url).netloc
        if status in {400, 401, 403}:
            why = f"the token address {told} refuses our client: {status}"
            self._refused = (monotonic() + CALM, why)
            raise TokenRefusedError(why)
        token, seconds = _read(body) if status == httpx.codes.OK else (None, 0.0)
        if token is None:
            raise TokenNotReachedError(
                f"the token address {told} answered {status} and no token"
            )
        self._secrets.add(token)
        self._until = monotonic() + max(seconds - EARLY, seconds / 2)
        self._refused = None
        return token

    async def _ask(self, http: httpx.AsyncClient) -> tuple[int, bytes]:
        form = {"grant_type": "client_credentials"}
        optional = {"scope": self._given.scope, "audience": self._given.audience}
        form |= {name: value for name, value in optional.items() if value}
        headers = {"accept": "application/json"}
        if self._given.send_as == "basic":
            pair = f"{quote_plus(self._name)}:{quote_plus(self._word)}"
            encoded = b64encode(pair.encode()).decode()
            self._secrets.add(encoded)
            headers["authorization"] = f"Basic {encoded}"
        else:
            form |= {"client_id": self._name, "client_secret": self._word}
        request = http.build_request("POST", self._url, data=form, headers=headers)
        if self._allowed is not None:
            request.extensions["trace"] = guard(self._allowed)
        try:
            response = await http.send(request, stream=True)
            try:
                return response.status_code, await _capped(response)
            finally:
                await response.aclose()
        except httpx.HTTPError as error:
            raise TokenNotReachedError(
                f"the token address is not reached: {type(error).__name__}"
            ) from error


async def _capped(response: httpx.Response) -> bytes:
    body = bytearray()
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > MOST_BYTES:
            break
    return bytes(body)


def _read(body: bytes) -> tuple[str | None, float]:
    try:
        document: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None, 0.0
    if not isinstance(document, dict):
        return None, 0.0
    token, seconds = document.get("access_token"), document.get("expires_in")
    if not isinstance(token, str) or not token.isascii() or not token.isprintable():
        return None, 0.0
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        seconds = UNSAID
    return token, max(float(seconds), 0.0)
