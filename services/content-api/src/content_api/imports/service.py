"""What becomes of a preview: confirmed as one unit, and undone as one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from content_api.imports import queries
from content_api.imports.errors import (
    ImportHasErrorsError,
    ImportIsStaleError,
    ImportNotFoundError,
    ImportStateError,
    ImportTouchedError,
)
from content_api.imports.tables import ImportRow, ImportRun
from content_api.items import service as items
from content_api.items.bulk import service as bulk
from content_api.items.schemas import ItemDraft
from content_api.items.service import (
    SEE_ALL,
    Entry,
    Writer,
    demand_own,
    write_diary,
)
from content_api.items.tables import Item
from content_api.preconditions import StaleStateError
from phohien.callers import Caller
from phohien.db import ReadSession, WriteSession
from phohien.errors import FieldProblem, Text

SHOWN = 20


async def run_for_reader(
    session: ReadSession, run_id: UUID, caller: Caller, *, workbook: bool = False
) -> ImportRun:
    """Of the caller's agency; whoever sees every item sees every import."""
    get = queries.get_run_with_workbook if workbook else queries.get_run
    run = await get(session, run_id)
    if run is None:
        raise _not_found()
    if not caller.has(*SEE_ALL):
        demand_own(run.agency_code, caller)
    return run


async def confirm(
    session: WriteSession,
    run_id: UUID,
    writer: Writer,
    *,
    province: str,
    skip_errors: bool,
) -> ImportRun:
    """Every row becomes a draft, or none does. Again is the same import."""
    run = await _run_for_update(session, run_id, writer.caller)
    if run.state == "confirmed":
        return run
    if run.state != "previewed":
        raise _wrong_state(run)
    if run.counts["error"] and not skip_errors:
        raise _has_errors(run)
    await queries.lock_type(session, run.agency_code, run.type)
    rows = await queries.rows_of(session, run.id)
    await _demand_fresh(session, run, rows)
    diary: list[Entry] = []
    noting = replace(writer, diary=diary)
    await _create(session, rows, noting, province)
    for row in rows:
        if row.action == "update":
            await _update(session, row, noting)
    run.state = "confirmed"
    run.confirmed_by, run.confirmed_at = writer.caller.id, writer.at
    await write_diary(session, writer, [*diary, _entry(run, "import.confirmed")])
    return run


async def undo(session: WriteSession, run_id: UUID, writer: Writer) -> ImportRun:
    """New drafts go, changed ones say again what they said; all or nothing."""
    run = await _run_for_update(session, run_id, writer.caller)
    if run.state == "undone":
        return run
    if run.state != "confirmed":
        raise _wrong_state(run)
    await queries.lock_type(session, run.agency_code, run.type)
    rows = [row for row in await queries.rows_of(session, run.id) if row.applied_hash]
    assert run.confirmed_at is not None  # noqa: S101 -- it is confirmed
    await _demand_untouched(session, rows, run.confirmed_at)
    named = await queries.items_named(session, [row.item_key or "" for row in rows])
    diary: list[Entry] = []
    for row in rows:
        assert row.item_key is not None  # noqa: S101 -- an applied row has its item
        if row.action == "create":
            item_id, _, _ = named[row.item_key]
            if not await queries.discard(session, run.id, item_id):
                raise _touched([row])
        else:
            assert row.base_revision is not None  # noqa: S101 -- an update has its base
            back = replace(writer, if_match=f'"{row.applied_hash}"', diary=diary)
            await items.restore_revision(session, row.item_key, row.base_revision, back)
    run.state = "undone"
    run.undone_by, run.undone_at = writer.caller.id, writer.at
    await write_diary(session, writer, [*diary, _entry(run, "import.undone")])
    return run


async def _run_for_update(
    session: WriteSession, run_id: UUID, caller: Caller
) -> ImportRun:
    run = await queries.get_run_for_update(session, run_id)
    if run is None:
        raise _not_found()
    demand_own(run.agency_code, caller)
    return run


async def _demand_fresh(
    session: WriteSession, run: ImportRun, rows: Sequence[ImportRow]
) -> None:
    """What was previewed still holds: nobody edited, created or imported since."""
    updates = [row for row in rows if row.action == "update"]
    named = await queries.items_named(session, [row.item_key or "" for row in updates])
    changed = [
        row
        for row in updates
        if row.item_key not in named or named[row.item_key][1] != row.base_hash
    ]
    creates = {row.row_key: row for row in rows if row.action == "create"}
    since = await queries.imported_since(
        session, run.agency_code, run.type, list(creates), run.created_at
    )
    changed += [row for key, row in creates.items() if key in since]
    if changed:
        raise ImportIsStaleError(
            Text(
                vi=f"{len(changed)} dòng không còn khớp với mục tin hiện nay. Chưa ghi"
                " gì; hãy tải tệp lên lại để xem trước.",
                en=f"{len(changed)} row(s) no longer fit the items. Nothing was"
                " written; upload the file again for a new preview.",
            ),
            errors=_places(changed),
        )


async def _create(
    session: WriteSession, rows: Sequence[ImportRow], writer: Writer, province: str
) -> None:
    new = [row for row in rows if row.action == "create"]
    drafts = [ItemDraft.model_validate_json(row.draft or "") for row in new]
    made = await bulk.create_items(session, drafts, writer, province=province)
    for row, item in zip(new, made, strict=True):
        _note(row, item)


async def _update(session: WriteSession, row: ImportRow, writer: Writer) -> None:
    draft = ItemDraft.model_validate_json(row.draft or "")
    assert row.item_key is not None  # noqa: S101 -- an update has its item
    based = replace(writer, if_match=f'"{row.base_hash}"')
    try:
        item = await items.replace_item(session, row.item_key, draft, based)
    except StaleStateError as exc:
        raise ImportIsStaleError(
            Text(
                vi=f"Dòng {row.number}: mục tin vừa được sửa. Chưa ghi gì; hãy tải"
                " tệp lên lại.",
                en=f"Row {row.number}: the item was just edited. Nothing was"
                " written; upload the file again.",
            )
        ) from exc
    _note(row, item)


def _note(row: ImportRow, item: Item) -> None:
    row.item_key = item.key
    row.applied_hash, row.applied_revision = item.hash, item.revision


async def _demand_untouched(
    session: WriteSession, rows: Sequence[ImportRow], since: datetime
) -> None:
    keys = [row.item_key for row in rows if row.item_key]
    created = [row.item_key for row in rows if row.action == "create" and row.item_key]
    named = await queries.items_named(session, keys)
    busy = await items.taken_further(session, keys, since)
    busy |= await queries.named_by_others(session, created)
    touched = [
        row
        for row in rows
        if row.item_key in busy
        or row.item_key not in named
        or named[row.item_key][1:] != (row.applied_hash, row.applied_revision)
    ]
    if touched:
        raise _touched(touched)


def _entry(run: ImportRun, action: str) -> Entry:
    detail = {"type": run.type, "sha256": run.sha256, "counts": run.counts}
    return action, str(run.id), detail


def _places(rows: Sequence[ImportRow]) -> list[FieldProblem]:
    detail = Text(vi="Đã thay đổi.", en="It changed.")
    return [
        FieldProblem(f"/rows/{row.number}", detail, "row-changed")
        for row in rows[:SHOWN]
    ]


def _touched(rows: Sequence[ImportRow]) -> ImportTouchedError:
    listed = ", ".join(str(row.number) for row in rows[:SHOWN])
    return ImportTouchedError(
        Text(
            vi=f"Các dòng {listed} đã được sửa, trình, duyệt hoặc được nơi khác dẫn"
            " chiếu sau khi nhập, nên không hoàn tác được cả lần nhập.",
            en=f"Rows {listed} were edited, submitted, cleared or referred to since,"
            " so the import cannot be undone as a whole.",
        ),
        errors=_places(rows),
    )


def _not_found() -> ImportNotFoundError:
    return ImportNotFoundError(
        Text(
            vi="Không có lần nhập mang mã này; bản xem trước chỉ giữ bảy ngày.",
            en="There is no such import; previews are kept for seven days.",
        )
    )


def _wrong_state(run: ImportRun) -> ImportStateError:
    return ImportStateError(
        Text(
            vi=f"Lần nhập đang ở trạng thái {run.state}.",
            en=f"The import is {run.state}.",
        )
    )


def _has_errors(run: ImportRun) -> ImportHasErrorsError:
    count = run.counts["error"]
    return ImportHasErrorsError(
        Text(
            vi=f"{count} dòng có lỗi. Tải sổ đã đánh dấu tại"
            f" /staff/v1/imports/{run.id}/workbook, sửa rồi tải lên lại; hoặc xác nhận"
            " với skip_errors để chỉ nhập các dòng đúng.",
            en=f"{count} row(s) have errors. Get the marked workbook at"
            f" /staff/v1/imports/{run.id}/workbook, correct and upload it; or confirm"
            " with skip_errors to take only the sound rows.",
        )
    )
