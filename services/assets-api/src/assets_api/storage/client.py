"""SeaweedFS deletes lazily; its master can be asked to do it now."""

import httpx
import structlog

from phohien.tls import trusted

log = structlog.get_logger()
PATIENCE = 30.0
EVERYTHING = "0.0001"


async def vacuum(master_url: str) -> None:
    """A request, not a promise: a store that does not answer is noted, no more."""
    try:
        async with httpx.AsyncClient(verify=trusted(), timeout=PATIENCE) as client:
            answer = await client.get(
                f"{master_url.rstrip('/')}/vol/vacuum",
                params={"garbageThreshold": EVERYTHING},
            )
        log.info("vacuum_asked", status=answer.status_code)
    except httpx.HTTPError as error:
        log.warning("vacuum_unanswered", error=type(error).__name__)
