from pydantic import Field

from content_api.gate.schemas import ReleaseOrder
from phohien.schemas import In

MOST = 200


class ItemRelease(ReleaseOrder):
    """One of the items: its key, and what a release of it alone takes."""

    key: str = Field(min_length=1, max_length=200)


class BulkRelease(In):
    """Items to release, each on its own terms."""

    items: list[ItemRelease] = Field(min_length=1, max_length=MOST)
