"""The address of a licence, where its short name is one that everybody knows. Pure."""

import re

_CC = re.compile(r"cc[ -]?(by(?:-nc)?(?:-(?:nd|sa))?)[ -]?([1-4]\.0)")
_ZERO = re.compile(r"cc[ -]?(?:0|zero)(?:[ -]?1\.0)?")
_DEED = re.compile(
    r"https?://(creativecommons\.org/(?:licenses|publicdomain)|"
    r"rightsstatements\.org/(?:vocab|page))/[\w./-]{1,60}"
)
_MARK = frozenset({"pdm", "pdm-1.0", "public domain", "public domain mark 1.0"})


def address(licence: str) -> str | None:
    """None for words that are no licence of Creative Commons or RightsStatements.

    Only those may stand in a manifest of IIIF; what is given there is written with
    http, as the specification says.
    """
    short = licence.strip().lower()
    if found := _CC.fullmatch(short):
        return f"http://creativecommons.org/licenses/{found[1]}/{found[2]}/"
    if _ZERO.fullmatch(short):
        return "http://creativecommons.org/publicdomain/zero/1.0/"
    if short in _MARK:
        return "http://creativecommons.org/publicdomain/mark/1.0/"
    if _DEED.fullmatch(licence.strip()):
        return re.sub(r"^https://", "http://", licence.strip())
    return None
