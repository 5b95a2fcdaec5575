"""Whether the search has an index, and whether it is level with the change log."""

import asyncio
import os
from pathlib import Path

from content_api.search.index.examined import Examined, examine
from phohien import urls
from phohien_stack.doctor.findings import Finding, Patient, ok, skipped, warning

# A line is indexed within a second; what is written at this moment is no finding.
BEHIND = 100


def index(patient: Patient) -> Finding:
    folder = os.environ.get("PHOHIEN_CONTENT_SEARCH_DIR")
    where = Path(folder) if folder else patient.place.folder / "search"
    if folder is None and patient.record is None:
        return skipped("search_index", "known only while the stack is up")
    url = urls.of("PUBLIC", patient.database_url)
    found = asyncio.run(examine(url, where))
    if _is_level(found):
        return ok("search_index", found.said)
    return warning(
        "search_index",
        f"{found.said}; searches ask PostgreSQL meanwhile",
        "phohien logs content-worker says why; phohien search rebuild makes it anew",
    )


def _is_level(found: Examined) -> bool:
    if found.state == "behind" and found.seq is not None:
        return found.log_end - found.seq < BEHIND
    return found.state == "level"
