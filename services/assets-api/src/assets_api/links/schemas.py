from datetime import datetime
from typing import Annotated

from pydantic import Field

from assets_api.links.signing import LONGEST
from phohien.schemas import In, Out

MOST_MINUTES = int(LONGEST.total_seconds()) // 60


class LinkOrder(In):
    """Which form of the file, and for how long."""

    preset: Annotated[str, Field(pattern=r"^[a-z]{1,20}$")]
    format: Annotated[str, Field(pattern=r"^[a-z0-9]{1,5}$")]
    minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES)] = MOST_MINUTES


class LinkOut(Out):
    """Whoever has `url` sees this one form, until `expires_at`."""

    url: str
    expires_at: datetime
