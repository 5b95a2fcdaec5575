"""How to follow, and what proves that nothing is missing."""

from pydantic import Field

from content_api.public.schemas import HASH, ChangeQuery, Locale
from phohien.schemas import In, Out

LONGEST_WAIT = 30


class FollowQuery(ChangeQuery):
    """From where to read on, and how long to wait for the next line."""

    wait: float = Field(
        0,
        ge=0,
        le=LONGEST_WAIT,
        description="Seconds to wait for a line when there is none yet.",
    )


class RootQuery(In):
    """Which language to prove."""

    locale: Locale = Field(description="A language; see `/v1/languages`.")


class Root(Out):
    """What a portal that has read every line up to `seq` holds of one language.

    Both digests are SHA-256 over one line a document, in the order of the keys' bytes,
    each ended by a newline: `<key> <hash>` and `<key> <etag>`. `hash` is `closure_hash`
    of the change line and `hash` of the document; `etag` is what stands before the
    first dot of the document's ETag.
    """

    locale: str
    seq: int = Field(description="The last line of the log; 0 when there is none.")
    chain: str = Field(pattern=HASH, description="`hash` of that line.")
    documents: int = Field(description="How many documents are live in this language.")
    hashes_digest: str = Field(pattern=HASH)
    etags_digest: str = Field(pattern=HASH)
