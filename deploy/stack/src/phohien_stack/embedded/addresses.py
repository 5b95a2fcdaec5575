"""Names and secrets of the store, for those who only read or write them down."""

import secrets
from dataclasses import dataclass
from typing import Literal, Self, get_args

REGION = "us-east-1"
Listener = Literal["s3", "filer", "volume", "master", "admin"]
LISTENERS: tuple[Listener, ...] = get_args(Listener)


@dataclass(frozen=True)
class Keys:
    access: str
    secret: str

    @classmethod
    def new(cls) -> Self:
        return cls(f"ph{secrets.token_hex(8)}", secrets.token_urlsafe(30))
