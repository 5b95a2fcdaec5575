"""Reading the glossary for a text; `glossary` writes it."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, literal, or_, select

from content_api.translations.tables import GlossaryTerm
from phohien.db import ReadSession

# Of one text.
MOST = 500


async def terms_in(
    session: ReadSession, text: str, langs: Collection[str], *, on: date | None
) -> Sequence[GlossaryTerm]:
    """Terms of these languages whose Vietnamese occurs in the text, longest first.

    They hold on that day; without one, on the day it is for the database.
    """
    day = func.current_date() if on is None else literal(on)
    rows = await session.scalars(
        select(GlossaryTerm)
        .where(
            GlossaryTerm.lang.in_(langs),
            func.strpos(literal(text.lower()), func.lower(GlossaryTerm.source_vi)) > 0,
            or_(GlossaryTerm.valid_from.is_(None), GlossaryTerm.valid_from <= day),
            or_(GlossaryTerm.valid_to.is_(None), GlossaryTerm.valid_to > day),
        )
        .order_by(func.length(GlossaryTerm.source_vi).desc(), GlossaryTerm.source_vi)
        .limit(MOST)
    )
    return list(rows)
