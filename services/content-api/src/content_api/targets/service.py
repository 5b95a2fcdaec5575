"""Who may have what offered where, on a given day."""

import csv
from datetime import date
from importlib.resources import files
from uuid import UUID

from content_api.targets import queries
from phohien.db import ReadSession, WriteSession


async def is_entitled(
    session: ReadSession, agency_id: UUID, type_code: str, target_code: str, on: date
) -> bool:
    """Whether items of this type, owned by this agency, may go to an open target."""
    found = await queries.entitlement_of(session, agency_id, type_code, target_code, on)
    return found is not None


async def load_targets(session: WriteSession) -> int:
    """Bring in the shipped targets and entitlements that are missing.

    The agencies must be there first.
    """
    targets = [
        {
            **row,
            "valid_from": date.fromisoformat(row["valid_from"]),
            "valid_to": _day(row["valid_to"]),
        }
        for row in _rows("targets.csv")
    ]
    await queries.insert_missing_targets(session, targets)
    ids = await queries.agency_ids(session)
    entitlements = [
        {
            "agency_id": ids[row["agency"]],
            "type": row["type"],
            "target_code": row["target"],
            "manner": row["manner"],
            "clause": row["clause"],
            "valid_from": date.fromisoformat(row["valid_from"]),
            "valid_to": _day(row["valid_to"]),
            "note": row["note"],
        }
        for row in _rows("entitlements.csv")
    ]
    await queries.insert_missing_entitlements(session, entitlements)
    return len(targets)


def _rows(name: str) -> list[dict[str, str]]:
    path = files("content_api.targets").joinpath("data", name)
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
