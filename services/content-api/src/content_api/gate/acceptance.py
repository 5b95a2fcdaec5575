"""A translation that says something else than its source passes with open eyes only."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from content_api.gate import queries
from content_api.gate.errors import TranslationDiffersError
from content_api.gate.schemas import DECLARATION, AcceptingOrder
from content_api.items import service as items
from content_api.items.aggregates.bodies import Body, source_hash, texts_of
from content_api.items.derived import service as derived
from content_api.items.derived.values import Translation
from content_api.items.tables import Item, ItemLanguage
from content_api.translations import service as translations
from content_api.translations.terms import FORBIDDEN, Finding
from phohien.callers import Caller
from phohien.db import WriteSession
from phohien.errors import FieldProblem, Text
from phohien.languages import SOURCE

LONGEST = 1500


@dataclass(frozen=True, slots=True)
class Point:
    """One thing a leader has to look at: a field's figures, or a forbidden name."""

    kind: str
    subject: str
    field: str
    source_hash: str
    detail: tuple[dict[str, Any], ...]


Points = Mapping[str, Sequence[Point]]


async def settle(
    session: WriteSession,
    item: Item,
    rows: Mapping[str, ItemLanguage],
    order: AcceptingOrder,
    *,
    at: datetime,
) -> Points:
    """What this order accepts, by language; raises when anything is left over.

    What a leader accepted before holds as long as both texts stay as they were.
    """
    body = await items.body_of(session, item)
    compared = await derived.translations_of(session, item, body)
    texts = {lang: texts_of(body, lang) for lang in {SOURCE, *rows}}
    found = await translations.findings(session, texts, on=at.date())
    standing = await queries.accepted_of(session, item.id)
    return judged(body, rows, order, Known(compared, found, standing))


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an item's translations, and what was accepted of them."""

    compared: Mapping[str, Translation]
    found: Mapping[str, Sequence[Finding]]
    standing: Collection[tuple[str, str, str, str, str]]


def judged(
    body: Body, rows: Mapping[str, ItemLanguage], order: AcceptingOrder, known: Known
) -> Points:
    """What this order accepts, by language; raises when anything is left over."""
    accepted: dict[str, list[Point]] = {}
    refused: list[FieldProblem] = []
    for lang, row in rows.items():
        found = known.found.get(lang, [])
        for point in _points(body, lang, known.compared[lang], found):
            held = (lang, point.kind, point.subject)
            if (*held, row.closure_hash, point.source_hash) in known.standing:
                continue
            if point.subject in order.accepted(lang, point.kind):
                accepted.setdefault(lang, []).append(point)
            else:
                refused.append(_problem(lang, point))
    if refused:
        raise _differs(refused)
    return accepted


async def record(
    session: WriteSession,
    item: Item,
    rows: Mapping[str, ItemLanguage],
    accepted: Points,
    *,
    by: Caller,
    at: datetime,
) -> None:
    await queries.insert_accepted(
        session,
        [
            {
                "item_id": item.id,
                "lang": lang,
                "kind": point.kind,
                "subject": point.subject,
                "closure_hash": rows[lang].closure_hash,
                "source_hash": point.source_hash,
                "detail": list(point.detail),
                "person_id": by.id,
                "person_name": by.name,
                "at": at,
            }
            for lang, points in accepted.items()
            for point in points
        ],
    )


def declaration(points: Sequence[Point]) -> str:
    """The words the leader answers for, with what they let pass."""
    if not points:
        return DECLARATION
    named = "; ".join(f"{point.subject} ({_said(point)})" for point in points)
    return (
        f"{DECLARATION} Tôi chấp nhận các điểm khác với bản tiếng Việt sau đây: "
        f"{named[:LONGEST]}."
    )


def noted(accepted: Points) -> dict[str, Any]:
    """For the audit: what was accepted, with both sides of every figure."""
    if not accepted:
        return {}
    return {
        "accepted": {
            lang: [
                {
                    "kind": point.kind,
                    "subject": point.subject,
                    "detail": list(point.detail),
                }
                for point in points
            ]
            for lang, points in accepted.items()
        }
    }


def _points(
    body: Body, lang: str, compared: Translation, found: Sequence[Finding]
) -> Iterator[Point]:
    if lang == SOURCE:
        return
    source = texts_of(body, SOURCE)
    for name in compared.hard:
        yield Point(
            kind="figures",
            subject=name,
            field=name,
            source_hash=source_hash(source[name]),
            detail=tuple(asdict(each) for each in compared.differences[name]),
        )
    wrong: dict[str, list[Finding]] = {}
    for finding in found:
        if finding.code == FORBIDDEN:
            wrong.setdefault(finding.source_vi, []).append(finding)
    for term, findings in wrong.items():
        yield Point(
            kind="term",
            subject=term,
            field=findings[0].field,
            source_hash=source_hash(source),
            detail=tuple(
                {"source": each.source_vi, "found": each.found} for each in findings
            ),
        )


def _said(point: Point) -> str:
    """`8,7 tỷ USD → USD 8.7 million`; a dash where there is nothing."""
    return ", ".join(
        f"{each['source'] or '-'} → {each['found'] or '-'}" for each in point.detail
    )


def _problem(lang: str, point: Point) -> FieldProblem:
    said = _said(point)
    pointer = f"/languages/{lang}/{point.field}"
    if point.kind == "term":
        detail = Text(
            vi=f"Cách gọi không được dùng: {said}. Sửa bản dịch, hoặc gửi accept_terms"
            f' với "{point.subject}".',
            en=f"A rendering that is not to be used: {said}. Correct the translation,"
            f' or send accept_terms with "{point.subject}".',
        )
        return FieldProblem(pointer, detail, FORBIDDEN)
    detail = Text(
        vi=f"Khác với bản tiếng Việt: {said}. Sửa bản dịch, hoặc gửi"
        f' accept_differences với "{point.subject}".',
        en=f"Differs from the Vietnamese: {said}. Correct the translation, or send"
        f' accept_differences with "{point.subject}".',
    )
    return FieldProblem(pointer, detail, "figures-differ")


def _differs(refused: list[FieldProblem]) -> TranslationDiffersError:
    return TranslationDiffersError(
        Text(
            vi="Bản dịch có số liệu, ngày tháng, đơn vị hoặc tên gọi khác bản tiếng"
            " Việt; xem errors. Hãy sửa, hoặc lãnh đạo nêu rõ là chấp nhận.",
            en="A translation has figures, dates, units or names that differ from the"
            " Vietnamese, see errors. Correct it, or the leader accepts it by name.",
        ),
        errors=refused,
    )
