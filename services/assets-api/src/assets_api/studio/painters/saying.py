"""Whose a picture is, told by the picture: the statement lies beside it. Child only."""

import json
from pathlib import Path

from assets_api.metadata import embedding, xmp
from assets_api.metadata.statement import Statement
from assets_api.studio.painters.folder import STATEMENT


def packet(target: Path) -> bytes:
    """For the encoder of AVIF, whose boxes nobody else writes; empty for no words."""
    said = _said(target)
    return xmp.packet(said) if said else b""


def embed(target: Path, form: str) -> None:
    """Put into a finished picture of another format."""
    said = _said(target)
    if said and form in embedding.SMALL:
        bare = target.rename(target.with_name("bare"))
        embedding.embed(bare, form, said, target)


def _said(target: Path) -> Statement:
    path = target.with_name(STATEMENT)
    return Statement(**json.loads(path.read_bytes())) if path.exists() else Statement()
