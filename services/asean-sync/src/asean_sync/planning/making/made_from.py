"""What the objects of an item are made from: the same digest, the same payloads.

The versions of the item's documents that are let out, the profile, and the code that
renders. One digest for all languages: a file tells the texts of the first that shows
it. The clock is no part of it: a document that is not public now is not there.
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from asean_sync.profiles import service as profiles
from asean_sync.profiles.document import Profile
from phohien.canonical import sha256_hex

# Also what a profile says where it says nothing, and how documents are read.
RENDERING = (
    *("mapping", "mapping.formats", "profiles"),
    *("planning.making", "planning.queries"),
)


@lru_cache(maxsize=1)
def _code() -> str:
    """Another release of this service may render otherwise."""
    sources = [
        one.read_bytes()
        for name in RENDERING
        for one in sorted(files(f"asean_sync.{name}").iterdir(), key=str)
        if one.name.endswith(".py")
    ]
    return sha256_hex(b"\0".join(sources))


def recipe(profile: Profile) -> str:
    return sha256_hex(f"{profiles.digest(profile)} {_code()}".encode())


def made_from(versions: Mapping[str, str], made_by: str) -> str:
    """`versions`: of the document in each language that the profile takes."""
    said = "".join(f"{lang}:{versions[lang]};" for lang in sorted(versions))
    return sha256_hex(f"{said}{made_by}".encode())
