"""Secrets are named in a profile and found on the machine that needs them."""

import os

from asean_sync.profiles.errors import SecretMissingError
from phohien.errors import Text

PREFIX = "secret://env/"


def is_reference(text: str) -> bool:
    return text.startswith(PREFIX)


def resolve(text: str) -> str:
    """The value behind a reference; what is no reference is its own value."""
    if not is_reference(text):
        return text
    name = text.removeprefix(PREFIX)
    value = os.environ.get(name, "")
    if not value:
        raise SecretMissingError(
            Text(
                vi=f"Hãy đặt biến môi trường {name} rồi chạy lại.",
                en=f"Set the environment variable {name} and run again.",
            )
        )
    return value
