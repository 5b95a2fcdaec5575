"""The glossary as a CSV file: the one that is shipped, and those of the command."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files

from pydantic import ValidationError

from content_api.glossary import queries, service
from content_api.glossary.errors import TermRefusedError
from content_api.glossary.schemas import TermDraft
from content_api.glossary.service import BETWEEN
from content_api.items.service import SERVICE
from phohien import audit, markings
from phohien.db import Database, WriteSession
from phohien.errors import FieldProblem, Text

COLUMNS = (
    "source_vi",
    "lang",
    "rendering",
    "forbidden",
    "kind",
    "source",
    "valid_from",
    "valid_to",
)
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did; running it again changes nothing."""

    added: int
    changed: int
    unchanged: int


async def load_terms(session: WriteSession, *, at: datetime) -> int:
    """Bring in shipped terms that are missing; what staff changed stays."""
    path = files("content_api.glossary").joinpath("data", "terms.csv")
    drafts = read(path.read_text("utf-8"))
    rows = [service.values_of(draft) for draft in drafts]
    await queries.insert_missing(session, rows, at=at)
    return len(rows)


def read(text: str) -> list[TermDraft]:
    """Every line, or every problem of every line; nothing in between."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    missing = set(COLUMNS[:5]) - set(reader.fieldnames or ())
    unknown = set(reader.fieldnames or ()) - set(COLUMNS)
    if missing or unknown:
        listed = ", ".join(COLUMNS)
        raise TermRefusedError(
            Text(vi=f"Cần đúng các cột: {listed}.", en=f"The columns are: {listed}.")
        )
    drafts: list[TermDraft] = []
    found: list[FieldProblem] = []
    for number, row in enumerate(reader, 2):
        if number > MOST:
            detail = Text(vi="Tệp quá dài.", en="The file is too long.")
            found.append(FieldProblem(f"/{number}", detail, "too-many-lines"))
            break
        problems = list(_line(number, row, drafts))
        found += problems
    service.refuse(found[:100])
    return drafts


def _line(
    number: int, row: dict[str | None, str], drafts: list[TermDraft]
) -> Iterator[FieldProblem]:
    if None in row:
        detail = Text(vi="Dòng có quá nhiều ô.", en="The line has too many cells.")
        yield FieldProblem(f"/{number}", detail, "line-too-long")
        return
    given = {str(name): value or "" for name, value in row.items()}
    split = [part.strip() for part in given.pop("forbidden").split(BETWEEN)]
    values = {name: value for name, value in given.items() if value.strip()}
    try:
        draft = TermDraft.model_validate(
            {**values, "forbidden": [part for part in split if part]}
        )
    except ValidationError as exc:
        for error in exc.errors(include_url=False):
            place = "/".join(str(part) for part in error["loc"])
            detail = Text(vi=f"Không hợp lệ: {error['msg']}", en=error["msg"])
            yield FieldProblem(f"/{number}/{place}", detail, str(error["type"]))
        return
    for problem in service.problems_of(draft):
        pointer = f"/{number}{problem.pointer}"
        yield FieldProblem(pointer, problem.detail, problem.code)
    drafts.append(draft)


async def export_from(url: str) -> str:
    """Every term as CSV, in an order that does not change."""
    async with (
        Database.connect(url, application_name="content-api glossary") as database,
        database.reading() as session,
    ):
        rows = await queries.all_terms(session)
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in rows:
            kept = {name: getattr(row, name) for name in COLUMNS}
            kept["forbidden"] = BETWEEN.join(row.forbidden)
            writer.writerow(["" if value is None else value for value in kept.values()])
        return out.getvalue()


async def import_into(url: str, text: str, *, by: str, at: datetime) -> Report:
    """In one transaction: all lines or none. A line of the same term replaces it."""
    drafts = read(text)
    async with Database.connect(
        url, application_name="content-api glossary"
    ) as database:
        markings.refuse(
            {
                f"/{number}": " ".join(
                    (each.source_vi, each.rendering, each.source, *each.forbidden)
                )
                for number, each in enumerate(drafts, 2)
            }
        )
        async with database.writing() as session:
            return await _put(session, drafts, by=by, at=at)


async def _put(
    session: WriteSession, drafts: list[TermDraft], *, by: str, at: datetime
) -> Report:
    added = changed = 0
    for draft in drafts:
        values = service.values_of(draft)
        stamped = {**values, "updated_at": at}
        if await queries.insert_unless_taken(session, stamped) is not None:
            added += 1
            continue
        term = await queries.get_same(session, values)
        assert term is not None  # noqa: S101 -- it was in the way of the insert
        if {name: getattr(term, name) for name in values} != values:
            for name, value in stamped.items():
                setattr(term, name, value)
            changed += 1
    report = Report(added, changed, len(drafts) - added - changed)
    if added or changed:
        await session.flush()
        await audit.append(
            session,
            service=SERVICE,
            caller=by,
            action="glossary.imported",
            subject="glossary",
            detail={"added": added, "changed": changed},
        )
    return report
