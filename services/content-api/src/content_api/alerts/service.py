"""Who is told of what: an agency of its own, the province of everything."""

from datetime import datetime

from sqlalchemy import RowMapping

from content_api.alerts import queries
from content_api.alerts.errors import MarkingNotFoundError
from content_api.items.service import SEE_ALL, SERVICE
from phohien import audit
from phohien.callers import Caller
from phohien.db import ReadSession, WriteSession
from phohien.errors import Text

SECURITY = "security_officer"
# Who may look at refusals; the security officer alone deals with them.
WATCH = (SECURITY, "auditor", "operator")


def scope_of_overdue(caller: Caller, wanted: str | None) -> str | None:
    """The agency whose overdue things are listed; None is every agency's."""
    return wanted if caller.has(*SEE_ALL) else caller.agency_code


def scope_of_markings(caller: Caller, wanted: str | None) -> str | None:
    """A security officer of an agency sees its own, one of none the province's."""
    if caller.agency_code and not caller.has("auditor", "operator"):
        return caller.agency_code
    return wanted


async def refusal(session: ReadSession, seq: int, caller: Caller) -> RowMapping:
    row = await queries.marking(session, seq)
    agency = scope_of_markings(caller, None)
    if row is None or agency not in {None, row["agency_code"]}:
        raise MarkingNotFoundError(
            Text(
                vi="Xem danh sách tại /staff/v1/alerts/markings.",
                en="See the list at /staff/v1/alerts/markings.",
            )
        )
    return row


async def handle(
    session: WriteSession, seq: int, note: str, caller: Caller, *, at: datetime
) -> RowMapping:
    """Said once; who says it again is told who was first."""
    await refusal(session, seq, caller)
    first = await queries.insert_handled(
        session,
        {
            "audit_seq": seq,
            "person_id": caller.id,
            "person_name": caller.name,
            "note": note,
            "at": at,
        },
    )
    row = await refusal(session, seq, caller)
    if first:
        await audit.append(
            session,
            service=SERVICE,
            caller=caller,
            action="marking.handled",
            subject=f"audit:{seq}",
            detail={},
        )
    return row
