"""Is this an item the province could publish? Every problem at once, with its place."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from content_api.items import queries
from content_api.items.aggregates.bodies import Body, strings
from content_api.items.schemas import ItemDraft
from content_api.types import vocabulary
from content_api.types.check import check
from content_api.types.errors import ContentRefusedError
from content_api.units.service import unit_problems
from phohien import clock, languages
from phohien.db import ReadSession
from phohien.errors import FieldProblem, Text

TAG = Text(
    vi="Không phải mã ngôn ngữ; hãy dùng mã như vi, en, zh-Hans, ja, fr.",
    en="Not a language tag; use one such as vi, en, zh-Hans, ja, fr.",
)
NO_TEXT = Text(
    vi="Tệp gắn với ngôn ngữ mà mục tin chưa có nội dung.",
    en="The medium names a language the item has no text in.",
)


async def checked_body(
    session: ReadSession, draft: ItemDraft, agency_code: str, *, at: datetime
) -> Body:
    """The canonical aggregate of a draft; raises ContentRefusedError."""
    problems: list[FieldProblem] = []
    texts = _resolved(draft.languages, problems)
    checked = check(draft.type, draft.fields, texts)
    problems += [_at_languages(problem) for problem in checked.problems]
    problems += _lists(draft)
    problems += _window(draft, at)
    media = _media(draft, texts, problems)
    problems += await _relations(session, draft)
    problems += await unit_problems(session, _units(draft), on=clock.day_of(at))
    refuse(problems)
    return {
        "type": draft.type,
        "agency_code": agency_code,
        "fi_category": draft.fi_category,
        "topics": sorted(set(draft.topics)),
        "unit_codes": sorted(set(draft.unit_codes)),
        "fields": checked.fields,
        "languages": checked.texts,
        "relations": [relation.model_dump() for relation in draft.relations],
        "media": media,
        "visible_from": _moment(draft.visible_from),
        "expires_at": _moment(draft.expires_at),
    }


def checked_texts(
    type_code: str, fields: Mapping[str, Any], lang: str, texts: Mapping[str, Any]
) -> dict[str, Any]:
    checked = check(type_code, fields, {lang: texts})
    refuse(
        [
            FieldProblem(
                problem.pointer.replace(f"/texts/{lang}", "/texts", 1),
                problem.detail,
                problem.code,
            )
            for problem in checked.problems
        ]
    )
    return checked.texts[lang]


def check_again(body: Body) -> None:
    """A revision from before a change of the types has to hold by today's rules."""
    texts = {lang: held["texts"] for lang, held in body["languages"].items()}
    checked = check(body["type"], body["fields"], texts)
    refuse([_at_languages(problem) for problem in checked.problems])


def tag(value: str) -> str:
    """The tag as it is kept: `zh-CN` is `zh-Hans`."""
    resolved = languages.resolve(value)
    if resolved is None:
        refuse([FieldProblem("/lang", TAG, "language-unknown")])
    assert resolved is not None  # noqa: S101 -- refused above
    return resolved


def refuse(problems: Sequence[FieldProblem]) -> None:
    if not problems:
        return
    raise ContentRefusedError(
        Text(
            vi=f"Có {len(problems)} chỗ cần sửa; xem errors. Chưa lưu nội dung nào.",
            en=f"{len(problems)} place(s) to correct, see errors. Nothing was stored.",
        ),
        errors=problems,
    )


def _at_languages(problem: FieldProblem) -> FieldProblem:
    """The types speak of `/texts/vi/title`; the body says `/languages/vi/title`."""
    if not problem.pointer.startswith("/texts/"):
        return problem
    pointer = "/languages" + problem.pointer.removeprefix("/texts")
    return FieldProblem(pointer, problem.detail, problem.code)


def _units(draft: ItemDraft) -> dict[str, str]:
    """Every unit a draft names, by where it names it."""
    listed = {f"/unit_codes/{n}": code for n, code in enumerate(draft.unit_codes)}
    return listed | {
        pointer: text
        for pointer, text in strings(draft.fields, "/fields")
        if pointer.endswith("/unit_code")
    }


def _resolved(
    given: Mapping[str, dict[str, Any]], problems: list[FieldProblem]
) -> dict[str, dict[str, Any]]:
    texts: dict[str, dict[str, Any]] = {}
    for lang, fields in given.items():
        resolved = languages.resolve(lang)
        if resolved is None or resolved in texts:
            problems.append(FieldProblem(f"/languages/{lang}", TAG, "language-unknown"))
        else:
            texts[resolved] = fields
    return texts


def _lists(draft: ItemDraft) -> list[FieldProblem]:
    topics = [(f"/topics/{place}", code) for place, code in enumerate(draft.topics)]
    kinds = [
        (f"/relations/{place}/kind", relation.kind)
        for place, relation in enumerate(draft.relations)
    ]
    return [
        *vocabulary.unknown("fi_category", [("/fi_category", draft.fi_category)]),
        *vocabulary.unknown("topic", topics),
        *vocabulary.unknown("relation", kinds),
    ]


def _window(draft: ItemDraft, at: datetime) -> list[FieldProblem]:
    if draft.expires_at is None:
        return []
    start = max(draft.visible_from or at, at)
    if draft.expires_at > start:
        return []
    detail = Text(
        vi="Thời điểm hết hạn phải sau thời điểm công bố và sau hiện tại.",
        en="The end must come after the start, and after now.",
    )
    return [FieldProblem("/expires_at", detail, "window-empty")]


def _media(
    draft: ItemDraft,
    texts: Mapping[str, Any],
    problems: list[FieldProblem],
) -> list[dict[str, Any]]:
    media = []
    for place, medium in enumerate(draft.media):
        shown = None
        if medium.languages is not None:
            shown = sorted(
                {languages.resolve(lang) or lang for lang in medium.languages}
            )
            if not set(shown) <= texts.keys():
                pointer = f"/media/{place}/languages"
                problems.append(FieldProblem(pointer, NO_TEXT, "language-without-text"))
        media.append(
            {"asset_id": str(medium.asset_id), "role": medium.role, "languages": shown}
        )
    return media


async def _relations(session: ReadSession, draft: ItemDraft) -> list[FieldProblem]:
    wanted = [relation.key for relation in draft.relations]
    known = await queries.existing_keys(session, wanted) if wanted else set()
    detail = Text(vi="Không có mục tin nào mang mã này.", en="No item has this key.")
    return [
        FieldProblem(f"/relations/{place}/key", detail, "item-unknown")
        for place, key in enumerate(wanted)
        if key not in known
    ]


def _moment(value: datetime | None) -> str | None:
    return value.astimezone(UTC).isoformat() if value else None
