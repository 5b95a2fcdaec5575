"""Who cites a legal document, for staff."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from content_api.items.schemas import CitingOut
from content_api.legal_basis import service
from content_api.legal_basis.errors import ReferenceUnreadableError
from content_api.legal_basis.schemas import BasisList, BasisQuery
from phohien.auth import SignedIn
from phohien.errors import NotFoundError
from phohien.pagination import BadCursorError
from phohien.problems import problems
from phohien.web import Reading

router = APIRouter(prefix="/staff/v1/legal-basis", tags=["legal basis"])


@router.get(
    "/{reference:path}",
    # 404: a path with a line break is no address at all.
    responses=problems(ReferenceUnreadableError, BadCursorError, NotFoundError),
)
async def what_cites(
    reference: Annotated[
        str,
        Path(max_length=300, description="A key, or a number: 35/2022/NĐ-CP."),
    ],
    session: Reading,
    caller: SignedIn,
    query: Annotated[BasisQuery, Query()],
) -> BasisList:
    """Relations and cited decisions that lead to it: look at these when it falls."""
    found = await service.what_cites(session, reference, query, caller)
    return BasisList(
        documents=found.documents,
        data=[CitingOut.model_validate(each) for each in found.citing],
        elsewhere=found.elsewhere,
        next_cursor=found.next_cursor,
    )
