"""Which format a profile names, and the payload in it."""

from collections.abc import Callable, Mapping
from typing import Any

from asean_sync.mapping.formats.content import Content, content_of
from asean_sync.mapping.formats.ninjs import ninjs
from asean_sync.mapping.formats.oai_dc import oai_dc
from asean_sync.mapping.formats.schema_org import schema_org
from asean_sync.mapping.item import Unit
from asean_sync.profiles.document import Profile

FORMATS: Mapping[str, Callable[[Content], dict[str, Any]]] = {
    "ninjs": ninjs,
    "oai_dc": oai_dc,
    "schema_org": schema_org,
}


def made(unit: Unit, profile: Profile) -> dict[str, Any]:
    """Empty without a format: then the map says everything."""
    if profile.format is None:
        return {}
    return FORMATS[profile.format](content_of(unit.first, profile))
