"""When an offer lets a document out, as SQL: whoever plans or sends asks here."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from phohien import release


def lets_out(offer: Any, document: Any) -> ColumnElement[bool]:
    """A live offer lets out the version it was given for, or the newest if it follows.

    Both are columns of the tables of `release` or of aliases of them.
    """
    return and_(
        document.item_id == offer.item_id,
        document.lang == offer.lang,
        offer.withdrawn_at.is_(None),
        or_(
            document.closure_hash == offer.closure_hash,
            and_(offer.follow_policy == "follow", document.superseded_at.is_(None)),
        ),
    )


def valid_target(code: str) -> Select[Any]:
    """A row while the target takes part, by the clock of the database."""
    target, now = release.target.c, func.clock_timestamp()
    return select(target.code).where(
        target.code == code,
        target.valid_from <= now,
        or_(target.valid_to.is_(None), target.valid_to > now),
    )
