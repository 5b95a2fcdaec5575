"""Who may say how a name is written, and what a term has to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from content_api import preconditions
from content_api.glossary import queries
from content_api.glossary.errors import TermRefusedError, term_not_found, term_taken
from content_api.glossary.schemas import TermDraft, TermFilter
from content_api.items.service import SERVICE
from content_api.translations.tables import GlossaryTerm
from phohien import audit
from phohien.callers import Caller
from phohien.canonical import canonical_text, sha256_hex
from phohien.db import ReadSession, WriteSession
from phohien.errors import FieldProblem, Text
from phohien.languages import SOURCE
from phohien.pagination import bad_cursor

# Between the forbidden renderings of a line in a file.
BETWEEN = ";"


@dataclass(frozen=True, slots=True)
class Terms:
    rows: Sequence[GlossaryTerm]
    next_cursor: str | None


def version(term: GlossaryTerm) -> str:
    """Changes with anything a reader of the term sees."""
    kept = TermDraft.model_validate(
        {name: getattr(term, name) for name in TermDraft.model_fields}
    )
    return sha256_hex(canonical_text(kept.model_dump(mode="json")).encode())[:32]


async def list_terms(session: ReadSession, wanted: TermFilter) -> Terms:
    after = None
    if wanted.cursor is not None:
        after = await queries.get_term(session, wanted.cursor)
        if after is None:
            raise bad_cursor()
    rows = await queries.page_of_terms(session, wanted, after)
    shown = rows[: wanted.limit]
    more = str(shown[-1].id) if len(rows) > wanted.limit else None
    return Terms(shown, more)


async def get_term(session: ReadSession, term_id: UUID) -> GlossaryTerm:
    term = await queries.get_term(session, term_id)
    if term is None:
        raise term_not_found()
    return term


async def add_term(
    session: WriteSession, draft: TermDraft, caller: Caller, *, at: datetime
) -> GlossaryTerm:
    refuse(problems_of(draft))
    values = {**values_of(draft), "updated_at": at}
    term = await queries.insert_unless_taken(session, values)
    if term is None:
        raise term_taken(draft.source_vi, draft.lang)
    await _note(session, "glossary.added", term, caller)
    return term


async def replace_term(
    session: WriteSession,
    term_id: UUID,
    draft: TermDraft,
    caller: Caller,
    *,
    if_match: str | None,
    at: datetime,
) -> GlossaryTerm:
    term = await queries.get_for_update(session, term_id)
    if term is None:
        raise term_not_found()
    preconditions.demand(if_match, version(term))
    refuse(problems_of(draft))
    values = values_of(draft)
    same = await queries.get_same(session, values)
    if same is not None and same.id != term.id:
        raise term_taken(draft.source_vi, draft.lang)
    before = version(term)
    for name, value in values.items():
        setattr(term, name, value)
    if version(term) != before:
        term.updated_at = at
        await session.flush()
        await _note(session, "glossary.changed", term, caller)
    return term


def values_of(draft: TermDraft) -> dict[str, Any]:
    return {**draft.model_dump(), "kind": draft.kind.value}


def problems_of(draft: TermDraft) -> list[FieldProblem]:
    found = []
    if draft.lang == SOURCE:
        detail = Text(
            vi="Thuật ngữ gốc đã là tiếng Việt; hãy chọn ngôn ngữ khác.",
            en="The term itself is Vietnamese; choose another language.",
        )
        found.append(FieldProblem("/lang", detail, "language-is-source"))
    if not draft.rendering and not draft.forbidden:
        detail = Text(
            vi="Ghi cách gọi (rendering) hoặc cách gọi không được dùng (forbidden).",
            en="Write the rendering, or one that is forbidden.",
        )
        found.append(FieldProblem("/rendering", detail, "term-empty"))
    if draft.rendering in draft.forbidden:
        detail = Text(
            vi="Cách gọi được dùng không thể đồng thời bị cấm.",
            en="The rendering to use cannot be forbidden as well.",
        )
        found.append(FieldProblem("/forbidden", detail, "rendering-forbidden"))
    if any(BETWEEN in wrong for wrong in draft.forbidden):
        detail = Text(
            vi="Ghi mỗi cách gọi thành một mục riêng, không dùng dấu chấm phẩy.",
            en="Write each rendering as an entry of its own, without semicolons.",
        )
        found.append(FieldProblem("/forbidden", detail, "rendering-joined"))
    if draft.valid_from and draft.valid_to and draft.valid_to <= draft.valid_from:
        detail = Text(
            vi="Ngày kết thúc phải sau ngày bắt đầu.",
            en="The last day comes after the first.",
        )
        found.append(FieldProblem("/valid_to", detail, "dates-out-of-order"))
    return found


def refuse(problems: Sequence[FieldProblem]) -> None:
    if problems:
        raise TermRefusedError(
            Text(
                vi="Chưa lưu; xem errors và sửa từng chỗ.",
                en="Nothing was stored; see errors and correct each place.",
            ),
            errors=problems,
        )


async def _note(
    session: WriteSession, action: str, term: GlossaryTerm, caller: Caller
) -> None:
    detail = {
        "source_vi": term.source_vi,
        "lang": term.lang,
        "rendering": term.rendering,
        "forbidden": list(term.forbidden),
        "source": term.source,
    }
    await audit.append(
        session,
        service=SERVICE,
        caller=caller,
        action=action,
        subject=str(term.id),
        detail=detail,
    )
