"""What each row would do: create, update, nothing, or fail; with the reasons."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from pydantic import ValidationError

from content_api.imports.understanding import drafts
from content_api.imports.understanding.drafts import Defaults, Draft, Layout
from content_api.imports.understanding.rows import Row
from content_api.items import checks
from content_api.items.aggregates import bodies
from content_api.items.aggregates.bodies import Body
from content_api.spreadsheets.layout.columns import pruned
from content_api.spreadsheets.layout.names import plain
from content_api.spreadsheets.layout.words import Remark
from content_api.types.errors import ContentRefusedError
from phohien.canonical import canonical_text
from phohien.db import ReadSession
from phohien.errors import FieldProblem, Text


class Order(Protocol):
    """What of the request matters here."""

    @property
    def type(self) -> str: ...

    @property
    def agency_code(self) -> str: ...

    @property
    def defaults(self) -> Defaults: ...


class Held(Protocol):
    """An item of the agency as it stands."""

    @property
    def key(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def hash(self) -> str: ...

    @property
    def revision(self) -> int: ...

    @property
    def body(self) -> str: ...


@dataclass(slots=True)
class Verdict:
    """What is stored of a row."""

    row: Row
    title: str = ""
    row_key: str = ""
    action: str = "error"
    held: Held | None = None
    draft: str | None = None
    changes: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)

    def stored(self, run_id: UUID) -> dict[str, Any]:
        return {
            "run_id": run_id,
            "number": self.row.number,
            "action": self.action,
            "title": self.title,
            "row_key": self.row_key,
            "row_sha256": self.row.sha256,
            "item_key": self.held.key if self.held else None,
            "base_hash": self.held.hash if self.held else None,
            "base_revision": self.held.revision if self.held else None,
            "draft": self.draft,
            "changes": self.changes,
            "problems": self.problems,
        }

    def say(self, remark: Remark, index: int | None = None, code: str = "") -> None:
        self.problems.append(
            {
                "code": remark.code,
                "vi": remark.detail.vi,
                "en": remark.detail.en,
                "repair": remark.repair,
                "error": remark.error,
                "index": index,
                "column": code,
            }
        )

    @property
    def failed(self) -> bool:
        return any(problem["error"] for problem in self.problems)


NOT_YOURS = Remark(
    "item-unknown",
    Text(
        vi="Cơ quan không có mục tin loại này mang mã đó. Xóa ô mã để tạo mục tin mới.",
        en="Your agency has no item of this type with that key. Empty the cell to make"
        " a new item.",
    ),
    "key",
)
SEVERAL = Remark(
    "title-of-several",
    Text(
        vi="Nhiều mục tin mang tên này; hãy ghi mã mục tin.",
        en="Several items have this title; write the item key.",
    ),
    "key",
)
ANOTHER_AGENCY = Remark(
    "another-agency",
    Text(
        vi="Dòng thuộc cơ quan khác; mỗi lần nhập chỉ cho một cơ quan.",
        en="The row belongs to another agency; an import is for one.",
    ),
    "name",
)
ALREADY = Remark(
    "imported-before",
    Text(
        vi="Dòng này đã được nhập, không nhập lại.",
        en="This row was imported before and is left as it is.",
    ),
    "check",
    error=False,
)


def _twice(number: int) -> Remark:
    detail = Text(
        vi=f"Trùng với dòng {number}; mỗi mục tin ghi một dòng.",
        en=f"The same as row {number}; write each item once.",
    )
    return Remark("row-twice", detail, "key")


class Bench:
    """Judges the rows of one file against what the agency has."""

    def __init__(
        self,
        session: ReadSession,
        asked: Order,
        layout: Layout,
        items: Sequence[Held],
        at: datetime,
    ) -> None:
        self._session, self._asked, self._at = session, asked, at
        self._layout = layout
        self._by_key = {held.key: held for held in items}
        self._drafts = {held.key: drafts.held_of(held.body, held.key) for held in items}
        self._by_name: dict[str, list[Held]] = {}
        for held in items:
            known_as = drafts.identity(asked.type, self._drafts[held.key])
            for name in {plain(known_as), plain(held.title)}:
                self._by_name.setdefault(name, []).append(held)

    def resolve(self, rows: Iterable[Row]) -> list[Verdict]:
        """Which item each row is about; two rows about one are an error."""
        verdicts = [self._resolve(row) for row in rows]
        self._refuse_doubles(verdicts)
        return verdicts

    async def decide(
        self, verdicts: Iterable[Verdict], before: Mapping[str, tuple[str, str]]
    ) -> None:
        """`before` has the last confirmed import of each row key."""
        for verdict in verdicts:
            if not verdict.failed:
                await self._decide(verdict, before)

    def _resolve(self, row: Row) -> Verdict:
        """Which item a row is about, and what it would say."""
        verdict = Verdict(row)
        for said in row.said:
            verdict.say(said.remark, said.index, said.code)
        if row.values.get("agency_code", self._asked.agency_code) != (
            self._asked.agency_code
        ):
            verdict.say(ANOTHER_AGENCY, None, "agency_code")
        fresh = drafts.laid_over(None, row, self._layout, self._asked.defaults)
        name = plain(drafts.identity(self._asked.type, fresh))
        key = row.values.get("key")
        if key is not None:
            verdict.held = self._by_key.get(key)
            if verdict.held is None:
                verdict.say(NOT_YOURS, None, "key")
        elif name:
            self._by_title(verdict, name, plain(drafts.title_of(fresh)))
        verdict.row_key = key or name
        verdict.title = drafts.title_of(fresh)
        if verdict.held and not verdict.title:
            verdict.title = verdict.held.title
        return verdict

    def _by_title(self, verdict: Verdict, name: str, title: str) -> None:
        found = self._by_name.get(name) or self._by_name.get(title) or []
        if len(found) > 1:
            verdict.say(SEVERAL, None, "key")
        elif found:
            verdict.held = found[0]

    @staticmethod
    def _refuse_doubles(verdicts: Sequence[Verdict]) -> None:
        seen: dict[str, int] = {}
        for verdict in verdicts:
            about = verdict.held.key if verdict.held else verdict.row_key
            if not about:
                continue
            first = seen.setdefault(about, verdict.row.number)
            if first != verdict.row.number:
                verdict.say(_twice(first))

    async def _decide(
        self, verdict: Verdict, before: Mapping[str, tuple[str, str]]
    ) -> None:
        held = self._drafts[verdict.held.key] if verdict.held else None
        layout, defaults = self._layout, self._asked.defaults
        draft = drafts.laid_over(held, verdict.row, layout, defaults)
        if held is not None and draft == pruned(held):
            verdict.action = "unchanged"
            return
        if held is not None and before.get(verdict.row_key) == (
            verdict.row.sha256,
            held["key"],
        ):
            verdict.say(ALREADY)
            verdict.action = "unchanged"
            return
        problems, body = await self._checked(verdict, draft)
        for problem in problems:
            self._blame(verdict, problem)
        if body is None:
            return
        if verdict.held is None:
            verdict.action = "create"
        elif _same(body, verdict.held):
            verdict.action = "unchanged"
        else:
            verdict.action = "update"
            verdict.changes = drafts.changes(pruned(held or {}), draft, layout.columns)

    async def _checked(
        self, verdict: Verdict, draft: Draft
    ) -> tuple[Sequence[FieldProblem], Body | None]:
        """The same rules as for what is typed in by hand; sets the draft to store."""
        type_code, agency_code = self._asked.type, self._asked.agency_code
        try:
            whole = drafts.item_draft(type_code, agency_code, draft)
            body = await checks.checked_body(
                self._session, whole, agency_code, at=self._at
            )
        except ValidationError as refusal:
            return drafts.problems_of(refusal), None
        except ContentRefusedError as refusal:
            return refusal.errors, None
        verdict.draft = whole.model_dump_json()
        return (), body

    def _blame(self, verdict: Verdict, problem: FieldProblem) -> None:
        detail = problem.detail
        said = detail if isinstance(detail, Text) else Text(vi=detail, en=detail)
        column = drafts.column_at(problem.pointer, self._layout.columns)
        if column is not None:
            said = Text(
                vi=f"{column.label.vi}: {said.vi}", en=f"{column.label.en}: {said.en}"
            )
        remark = Remark(problem.code, said, problem.code)
        code = column.code if column else drafts.code_at(problem.pointer)
        verdict.say(remark, None, code)


def _same(body: Body, held: Held) -> bool:
    """Saving it would make no new revision."""
    before = json.loads(held.body)
    whole = bodies.with_languages(body, body["languages"], before=before, reviewed={})
    return bodies.hash_of(canonical_text(whole)) == held.hash
