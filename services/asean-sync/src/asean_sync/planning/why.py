"""Why something of an item is at a target, or is not: an editor's first question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from asean_sync.mapping.item import Unit, units
from asean_sync.mapping.render import render_item
from asean_sync.planning.making.desired import choose
from asean_sync.planning.queries import released, standing
from asean_sync.planning.queries.standing import Stand
from asean_sync.profiles.document import Profile
from phohien.db import ReadSession
from phohien.errors import Text


class Answer(StrEnum):
    WANTED = "wanted"
    TARGET_CLOSED = "target_closed"
    NOT_RELEASED = "not_released"
    NOT_OFFERED = "not_offered"
    OFFER_WITHDRAWN = "offer_withdrawn"
    NOT_APPROVED_ANEW = "not_approved_anew"
    LANGUAGE_NOT_TAKEN = "language_not_taken"
    NOT_SELECTED = "not_selected"
    BLOCKED = "blocked"


SAID = {
    Answer.WANTED: Text(
        vi="Được duyệt và được chọn: phải có ở đích.",
        en="Approved and selected: it is to be at the target.",
    ),
    Answer.TARGET_CLOSED: Text(
        vi="Đích đang ngoài thời hạn hiệu lực: chỉ gỡ xuống, không gửi thêm.",
        en="The target is outside its period: things are taken down, nothing is sent.",
    ),
    Answer.NOT_RELEASED: Text(
        vi="Lúc này không có bản nào công bố: chưa phát hành, chưa đến ngày, đã hết hạn"
        " hoặc đã thu hồi.",
        en="Nothing is public now: not released, before its day, expired or withdrawn.",
    ),
    Answer.NOT_OFFERED: Text(
        vi="Chưa được đề cử và duyệt cho đích này.",
        en="Nobody nominated and approved it for this target.",
    ),
    Answer.OFFER_WITHDRAWN: Text(
        vi="Việc duyệt cho đích này đã bị rút lại.",
        en="The approval for this target was taken back.",
    ),
    Answer.NOT_APPROVED_ANEW: Text(
        vi="Chỉ bản đã duyệt được gửi; bản đó không còn công bố. Hãy duyệt bản mới.",
        en="Only what was approved may go, and it is public no more: approve anew.",
    ),
    Answer.LANGUAGE_NOT_TAKEN: Text(
        vi="Đích không nhận ngôn ngữ này.", en="The target does not take this language."
    ),
    Answer.NOT_SELECTED: Text(
        vi="Hồ sơ đích không chọn mục này.", en="The profile does not select it."
    ),
    Answer.BLOCKED: Text(
        vi="Được chọn nhưng chưa gửi được: nội dung không đủ cho đích.",
        en="Selected, but it cannot be sent as it is.",
    ),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Of one language. `clauses`: whether each clause of the selection holds."""

    lang: str
    answer: Answer
    clauses: Mapping[str, bool] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    object: Mapping[str, Any] | None = None

    @property
    def said(self) -> Text:
        return SAID[self.answer]


async def why(
    session: ReadSession, target_code: str, profile: Profile, key: str
) -> list[Reason]:
    """In a snapshot, by language: those released, offered, or at the target."""
    seen = await standing.stand(session, target_code, key, profile.select)
    rows = await standing.objects_of(session, target_code, key)
    closed = not await released.target_is_valid(session, target_code)
    chosen = choose(
        await released.candidates(session, target_code, profile.select, key=key)
    )
    made = {lang: unit for unit in units(chosen, profile) for lang in unit.languages}
    left = {one.lang: one.excluded for one in chosen}
    langs = seen.released | {one.lang for one in seen.offers} | _at_target(rows, key)
    found = []
    for lang in sorted(langs):
        answer = _before_rendering(lang, seen, profile)
        problems: tuple[str, ...] = ()
        if answer is None and left.get(lang):
            answer = Answer.NOT_SELECTED
        if answer is None:
            answer, problems = _rendered(lang, seen, profile, made.get(lang))
        if closed and answer in {Answer.WANTED, Answer.BLOCKED}:
            answer = Answer.TARGET_CLOSED
        row = rows.get(key if profile.per_item else f"{key}.{lang}")
        held = seen.held.get(lang, {})
        found.append(Reason(lang, answer, held, problems, row))
    return found


def _before_rendering(lang: str, seen: Stand, profile: Profile) -> Answer | None:
    offers = [one for one in seen.offers if one.lang == lang]
    if not any(one.live for one in offers):
        return Answer.OFFER_WITHDRAWN if offers else Answer.NOT_OFFERED
    return None if lang in profile.languages else Answer.LANGUAGE_NOT_TAKEN


def _rendered(
    lang: str, seen: Stand, profile: Profile, unit: Unit | None
) -> tuple[Answer, tuple[str, ...]]:
    if unit is None:
        public = lang in seen.released
        return (Answer.NOT_APPROVED_ANEW if public else Answer.NOT_RELEASED), ()
    try:
        problems = render_item(unit, profile).problems
    except Exception as error:  # noqa: BLE001 -- as in a plan: it is told of the item
        problems = (f"could not be rendered: {type(error).__name__}",)
    return (Answer.BLOCKED if problems else Answer.WANTED), problems


def _at_target(rows: Mapping[str, Any], key: str) -> set[str]:
    return {one.removeprefix(f"{key}.") for one in rows if one != key}
