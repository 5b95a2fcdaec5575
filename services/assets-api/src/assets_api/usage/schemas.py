from datetime import datetime
from typing import Literal
from uuid import UUID

from phohien.schemas import Out


class UseOut(Out):
    """One place that needs the asset: an item, an album, or a consent it is proof of.

    `languages` has the state of each language of an item; `targets` are those it is
    offered to.
    """

    kind: Literal["item", "album", "consent"]
    key: str
    title: str
    agency_code: str
    languages: dict[str, str]
    targets: list[str]


class UsesOut(Out):
    data: list[UseOut]


class DeletedOut(Out):
    """What is left of it: the line of a register. Its bytes are collected."""

    id: UUID
    filename: str
    sha256: str
    deleted_at: datetime
    deleted_by: str
    note: str
