"""Bytes that can be forgotten. Pure.

What was sent is sealed under a key of its object, and that key is wrapped by the secret
of the house. Destroying the object's key ends what was sealed with it, in every copy of
the rows; the chain holds digests of what is sealed and stays whole.
"""

from dataclasses import dataclass
from uuid import UUID

from Crypto.Cipher import AES
from Crypto.Cipher._mode_gcm import GcmMode
from Crypto.Hash import SHA256
from Crypto.Protocol.KDF import HKDF
from Crypto.Random import get_random_bytes

FORM = b"\x01"
KEY, NONCE, TAG, NAME = 32, 12, 16, 8
PURPOSE = b"phohien evidence 1"


class DestroyedError(Exception):
    """The key these bytes were sealed with is no more."""


class AlteredError(Exception):
    """The sealed bytes, or whose they are said to be, were changed."""


@dataclass(frozen=True, slots=True, repr=False)
class Sealer:
    """The key of one object."""

    key: bytes

    @property
    def name(self) -> bytes:
        """Tells one key from another, and nothing about either."""
        return _name(self.key)

    def seal(self, about: str, content: bytes) -> bytes:
        """`about` is bound in: what was sealed for one row opens for no other."""
        nonce = get_random_bytes(NONCE)
        made = _cipher(self.key, nonce, about).encrypt_and_digest(content)
        return FORM + self.name + nonce + b"".join(made)

    def unseal(self, about: str, sealed: bytes) -> bytes:
        """Raises DestroyedError or AlteredError."""
        name, rest = sealed[1 : 1 + NAME], sealed[1 + NAME :]
        if sealed[:1] != FORM or len(rest) < NONCE + TAG:
            raise AlteredError
        if name != self.name:
            raise DestroyedError
        return _opened(self.key, about, rest)


class Vault:
    """Wraps the keys of objects under the secret of the house, or an older one."""

    def __init__(self, secret: str, previous: str = "") -> None:
        named = [one for one in (secret, previous) if one]
        self._keys = {_name(key): key for key in map(_derived, named)}

    @property
    def keeps(self) -> bool:
        """Without a secret nothing but digests is kept."""
        return bool(self._keys)

    def new_key(self, object_id: UUID) -> bytes | None:
        """A wrapped key for one object; None when nothing is kept."""
        return self._wrapped(get_random_bytes(KEY), object_id)

    def sealer(self, wrapped: bytes | None, object_id: UUID) -> Sealer | None:
        """None: there is no key, or none of ours. Raises AlteredError."""
        key = self._keys.get(wrapped[1 : 1 + NAME]) if wrapped else None
        if wrapped is None or key is None:
            return None
        return Sealer(_opened(key, str(object_id), wrapped[1 + NAME :]))

    def held(
        self, wrapped: bytes | None, object_id: UUID
    ) -> tuple[bytes | None, Sealer | None]:
        """The object's key as it is to be stored, and as it is used; new if none."""
        try:
            found = self.sealer(wrapped, object_id)
        except AlteredError:
            found, wrapped = None, None
        if wrapped is None:
            wrapped = self.new_key(object_id)
            found = self.sealer(wrapped, object_id)
        return wrapped, found

    def wrapped_anew(self, wrapped: bytes, object_id: UUID) -> bytes | None:
        """Under the newest secret; None when it is already, or cannot be opened."""
        newest = next(iter(self._keys), b"")
        try:
            found = self.sealer(wrapped, object_id)
        except AlteredError:
            return None
        if found is None or wrapped[1 : 1 + NAME] == newest:
            return None
        return self._wrapped(found.key, object_id)

    def _wrapped(self, key: bytes, object_id: UUID) -> bytes | None:
        if not self.keeps:
            return None
        house = next(iter(self._keys.values()))
        return Sealer(house).seal(str(object_id), key)


def _derived(secret: str) -> bytes:
    made = HKDF(secret.encode(), KEY, b"", SHA256, context=PURPOSE)
    assert isinstance(made, bytes)  # noqa: S101 -- of one key it is no tuple
    return made


def _name(key: bytes) -> bytes:
    return SHA256.new(b"name" + key).digest()[:NAME]


def _cipher(key: bytes, nonce: bytes, about: str) -> GcmMode:
    cipher = AES.new(key, AES.MODE_GCM, nonce=nonce, mac_len=TAG)
    cipher.update(about.encode())
    return cipher


def _opened(key: bytes, about: str, rest: bytes) -> bytes:
    nonce, body, tag = rest[:NONCE], rest[NONCE:-TAG], rest[-TAG:]
    try:
        return _cipher(key, nonce, about).decrypt_and_verify(body, tag)
    except ValueError as error:
        raise AlteredError from error
