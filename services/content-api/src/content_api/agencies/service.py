"""Who an agency is and was, and the shipped list of them."""

import csv
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from content_api.agencies import queries
from content_api.agencies.errors import AgencyNotFoundError
from content_api.agencies.schemas import AgencyFilter
from content_api.agencies.tables import Agency
from content_api.public.pool import PublicPool
from phohien.db import ReadSession, WriteSession
from phohien.errors import Text


@dataclass(frozen=True, slots=True)
class AgencyRows:
    """A page of agencies as the public reads them."""

    rows: list[dict[str, Any]]
    next_cursor: str | None


async def list_agencies(pool: PublicPool, wanted: AgencyFilter) -> AgencyRows:
    values = {
        "after": wanted.cursor or "",
        "on": wanted.on,
        "limit": wanted.limit + 1,
    }
    found = await queries.page_of_released(pool, values)
    rows = found[: wanted.limit]
    return AgencyRows(rows, rows[-1]["code"] if len(found) > len(rows) else None)


async def get_agency(pool: PublicPool, code: str) -> dict[str, Any]:
    agency = await queries.get_released(pool, code)
    if agency is None:
        raise _not_found(code)
    return agency


async def agency_with_code(session: ReadSession, code: str) -> Agency:
    """For staff: the row itself, whose id accounts and items refer to."""
    agency = await queries.with_code(session, code)
    if agency is None:
        raise _not_found(code)
    return agency


async def load_agencies(session: WriteSession) -> int:
    """Bring in the shipped agencies that are missing; the others stay as they are."""
    rows = _rows("agencies.csv")
    agencies = [
        {
            "code": row["code"],
            "name_vi": row["name_vi"],
            "name_en": row["name_en"],
            "valid_from": _day(row["valid_from"]),
            "valid_to": _day(row["valid_to"]),
            "source": row["source"],
            "note": row["note"],
        }
        for row in rows
    ]
    await queries.insert_missing(session, agencies)
    ids = await queries.ids_by_code(session)
    for row in rows:
        if row["successor"]:
            successor_id = ids[row["successor"]]
            await queries.set_missing_successor(session, row["code"], successor_id)
    holders = [
        {
            "agency_id": ids[row["agency"]],
            "name": row["name"],
            "office_vi": row["office_vi"],
            "office_en": row["office_en"],
            "valid_from": _day(row["valid_from"]),
            "valid_to": _day(row["valid_to"]),
            "source": row["source"],
            "note": row["note"],
        }
        for row in _rows("office_holders.csv")
    ]
    await queries.insert_missing_holders(session, holders)
    return len(agencies)


def _not_found(code: str) -> AgencyNotFoundError:
    return AgencyNotFoundError(
        Text(
            vi=f"Không có cơ quan mã {code}; xem danh sách tại /v1/agencies.",
            en=f"There is no agency {code}; see the list at /v1/agencies.",
        )
    )


def _rows(name: str) -> list[dict[str, str]]:
    path = files("content_api.agencies").joinpath("data", name)
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
