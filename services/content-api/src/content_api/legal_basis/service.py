"""From a key or a number to everything that rests on the document."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from content_api.items import service as items
from content_api.items.derived import service as derived
from content_api.items.derived.values import Citing, folded
from content_api.items.service import SEE_ALL
from content_api.items.tables import Item
from content_api.legal_basis.errors import ReferenceUnreadableError
from content_api.legal_basis.schemas import BasisDocument, BasisQuery
from phohien.callers import Caller
from phohien.db import ReadSession
from phohien.errors import Text
from phohien.pagination import bad_cursor


@dataclass(frozen=True, slots=True)
class Basis:
    documents: list[BasisDocument]
    citing: list[Citing]
    elsewhere: int
    next_cursor: str | None


async def what_cites(
    session: ReadSession, reference: str, query: BasisQuery, caller: Caller
) -> Basis:
    number = folded(reference)
    if not number or not reference.isprintable():
        raise ReferenceUnreadableError(
            Text(
                vi="Gửi mã của văn bản, hoặc số văn bản như 35/2022/NĐ-CP.",
                en="Send the key of the document, or a number such as 35/2022/NĐ-CP.",
            )
        )
    found = await derived.documents_meant(session, reference, number)
    cited = {reference, number, *(item.key for item in found)}
    for item in found:
        cited.update(await derived.numbers_of(session, item))
    agency = None if caller.has(*SEE_ALL) else caller.agency_code
    rows = await derived.citing(
        session, cited, agency, after=_opened(query.cursor), limit=query.limit + 1
    )
    shown = rows[: query.limit]
    return Basis(
        documents=[await _document(session, item) for item in found],
        citing=shown,
        elsewhere=await derived.count_unseen(session, cited, agency),
        next_cursor=_closed(shown[-1]) if len(rows) > query.limit else None,
    )


async def _document(session: ReadSession, item: Item) -> BasisDocument:
    fields = (await items.body_of(session, item))["fields"]
    return BasisDocument(
        key=item.key,
        title=item.title,
        agency_code=item.agency_code,
        number=fields.get("number", ""),
        status=fields.get("status"),
    )


def _closed(row: Citing) -> str:
    return urlsafe_b64encode(f"{row.key} {row.pointer}".encode()).decode()


def _opened(cursor: str | None) -> tuple[str, str]:
    if cursor is None:
        return "", ""
    try:
        key, _, pointer = urlsafe_b64decode(cursor).decode().partition(" ")
    except ValueError as exc:
        raise bad_cursor() from exc
    if not pointer.isprintable() or not key.isprintable():
        raise bad_cursor()
    return key, pointer
