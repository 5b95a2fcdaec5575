"""Licences by their usual names, and the address that says what each one allows."""

import re
from types import MappingProxyType

COMMONS = "https://creativecommons.org/"
CREATIVE = re.compile(
    r"^cc[ -](by(?:-nc)?(?:-sa|-nd)?)[ -]([1-4]\.[0-9])(?:[ -]([a-z]{2,4}))?$"
)
OTHERS = MappingProxyType(
    {
        "cc0-1.0": f"{COMMONS}publicdomain/zero/1.0/",
        "cc0": f"{COMMONS}publicdomain/zero/1.0/",
        "pdm-1.0": f"{COMMONS}publicdomain/mark/1.0/",
        "public-domain": f"{COMMONS}publicdomain/mark/1.0/",
        "odbl-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
        "odc-by-1.0": "https://opendatacommons.org/licenses/by/1-0/",
        "pddl-1.0": "https://opendatacommons.org/licenses/pddl/1-0/",
        "all-rights-reserved": "http://rightsstatements.org/vocab/InC/1.0/",
        "in-copyright": "http://rightsstatements.org/vocab/InC/1.0/",
    }
)
FREE_OF_RIGHTS = ("/publicdomain/", "/pddl/")
ADDRESS = re.compile(r"^https?://[^\s<>\"{}|\\^`]{3,2000}$", re.IGNORECASE)


def is_address(text: str) -> bool:
    """An address of the web, and nothing else."""
    return ADDRESS.match(text) is not None


def uri_of(licence: str) -> str:
    """Empty for words that are no known name and no address."""
    plain = licence.strip()
    if is_address(plain):
        return plain
    name = re.sub(r"\s+", "-", plain.lower())
    if name in OTHERS:
        return OTHERS[name]
    found = CREATIVE.match(name)
    if found is None:
        return ""
    kind, version, place = found.groups()
    return f"{COMMONS}licenses/{kind}/{version}/" + (f"{place}/" if place else "")


def is_free_of_rights(uri: str) -> bool:
    return any(part in uri for part in FREE_OF_RIGHTS)
