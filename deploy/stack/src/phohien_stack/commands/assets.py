"""`assets fsck`."""

import asyncio
import json
import os
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from assets_api.app import open_desk
from assets_api.fsck import records, service, words
from assets_api.fsck.service import PassRunningError, Report, Wanted
from assets_api.fsck.tables import FsckFinding
from assets_api.settings import Settings
from phohien import clock
from phohien.errors import AppError, Text
from phohien_stack.commands.database import owner_url
from phohien_stack.commands.options import AsJson, Data, console
from phohien_stack.commands.speech import language
from phohien_stack.embedded.errors import StackError
from phohien_stack.supervisor import record
from phohien_stack.supervisor.place import locate
from phohien_stack.supervisor.services import assets_environment

CLEAN, FOUND, BLIND = 0, 1, 2
SHOWN, TOLD = 10, 1000
KIB = 1024
SCHEMA = "phohien.fsck/1"

app = typer.Typer(help="Files and the bucket they lie in.", no_args_is_help=True)
Examples = dict[str, list[FsckFinding]]


@app.callback()
def assets() -> None:
    """Files and the bucket they lie in."""


@app.command(
    help="Compare the bucket with the records. Exit code 0: they agree, 1: findings,"
    " 2: could not look. || Đối chiếu kho tệp với hồ sơ. Mã thoát 0: khớp, 1: có vấn"
    " đề, 2: không kiểm tra được."
)
def fsck(
    *,
    deep: Annotated[
        int,
        typer.Option(
            min=0,
            max=100,
            help="Also read the bytes of so many per cent, the next ones each time. ||"
            " Đọc lại nội dung của bấy nhiêu phần trăm số tệp, mỗi lần một phần khác.",
        ),
    ] = 0,
    repair: Annotated[
        bool,
        typer.Option(
            "--repair",
            help="Mend what two passes far enough apart have seen. ||"
            " Sửa những gì hai lượt kiểm tra cách nhau đủ lâu đều thấy.",
        ),
    ] = False,
    many: Annotated[
        bool,
        typer.Option(
            "--many",
            help="Also delete when very much seems to be unused. ||"
            " Vẫn xóa khi có rất nhiều tệp không ai dùng.",
        ),
    ] = False,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    lang = language()
    try:
        settings = settings_of(data)
        grace = timedelta(hours=settings.fsck_grace_hours)
        wanted = Wanted("command", deep, repair=repair, many=many, grace=grace)
        report, found = asyncio.run(looked(settings, wanted))
    except PassRunningError:
        _blind(words.RUNNING.in_language(lang), as_json=as_json)
    except (AppError, SQLAlchemyError, StackError, ValidationError) as error:
        why = _reason(error, lang)
        _blind(words.BLIND.in_language(lang).format(why=why), as_json=as_json)
    else:
        if as_json:
            _print(document(report, found, grace))
        else:
            show(report, found, grace, lang)
        raise typer.Exit(FOUND if report.kinds else CLEAN)


async def looked(settings: Settings, wanted: Wanted) -> tuple[Report, Examples]:
    async with open_desk(settings, "fsck") as desk:
        report = await service.check(desk, wanted)
        found: Examples = {}
        async with desk.database.reading() as session:
            for one in report.kinds:
                found[one.kind] = await records.examples(session, one.kind, TOLD)
    return report, found


def settings_of(data: Path | None) -> Settings:
    """Those of the running stack; else what the environment says."""
    place = locate(data)
    now = record.load(place.record) if place.is_up() else None
    if now is not None and now.store is not None:
        os.environ.update(assets_environment(now.database_url, now.store))
    elif "PHOHIEN_ASSETS_DATABASE_URL" not in os.environ:
        owner_url(data)
    return Settings()


def _reason(error: Exception, lang: str) -> str:
    if isinstance(error, AppError):
        return error.title_vi if lang == "vi" else error.title
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def _blind(said: str, *, as_json: bool) -> None:
    if as_json:
        _print({"schema": SCHEMA, "outcome": "could-not-look", "detail": said})
    else:
        sys.stderr.write(f"{said}\n")
    raise typer.Exit(BLIND)


def document(report: Report, found: Examples, grace: timedelta) -> dict[str, Any]:
    ripe = clock.now() - grace
    return {
        "schema": SCHEMA,
        "outcome": "findings" if report.kinds else "clean",
        "objects": report.tally.objects,
        "bytes": report.tally.bytes,
        "hashed": report.tally.hashed,
        "young": report.tally.young,
        "seconds": round(report.seconds, 1),
        "mended": report.mended,
        "left": report.left,
        "braked": report.braked,
        "findings": {
            one.kind: {
                "count": one.count,
                "bytes": one.bytes,
                "ripe": one.ripe,
                "listed": [_told(each, ripe) for each in found[one.kind]],
            }
            for one in report.kinds
        },
    }


def _told(one: FsckFinding, ripe: Any) -> dict[str, Any]:
    return {
        "subject": one.subject,
        "bytes": one.bytes,
        "detail": one.detail,
        "first_seen_at": one.first_seen_at.isoformat(),
        "ripe": one.first_seen_at <= ripe,
        "left_because": one.left_because or None,
    }


def show(report: Report, found: Examples, grace: timedelta, lang: str) -> None:
    for text, values in _summary(report):
        _line(text.in_language(lang).format(**values))
    hours = round(grace.total_seconds() / 3600)
    for one in report.kinds:
        told = words.KINDS[one.kind]
        ripe = words.RIPE.in_language(lang).format(ripe=one.ripe, hours=hours)
        _line(f"\n{one.kind}: {one.count} ({_size(one.bytes)}), {ripe}")
        _line(told.meaning.in_language(lang))
        _line(f"-> {told.action.in_language(lang)}")
        for each in found[one.kind][:SHOWN]:
            _example(each, lang)
        if one.count > SHOWN:
            _line(f"  … + {one.count - SHOWN} (--json)")


def _summary(report: Report) -> Iterator[tuple[Text, dict[str, Any]]]:
    tally = report.tally
    yield (
        words.DONE,
        {
            "objects": tally.objects,
            "bytes": _size(tally.bytes),
            "hashed": tally.hashed,
            "seconds": round(report.seconds, 1),
        },
    )
    if tally.young:
        yield words.YOUNG, {"count": tally.young}
    if report.mended:
        what = ", ".join(f"{count} {kind}" for kind, count in report.mended.items())
        yield words.MENDED, {"what": what}
    if report.braked:
        yield words.BRAKED, {}
    if not report.kinds:
        yield words.CLEAN, {}


def _example(one: FsckFinding, lang: str) -> None:
    since = f"{one.first_seen_at.astimezone():%Y-%m-%d %H:%M}"
    why = words.LEFT.get(one.left_because)
    said = f"  [{why.in_language(lang)}]" if why else ""
    _line(f"  {one.subject}  {_size(one.bytes)}  {since}  {one.detail}{said}")


def _size(count: int) -> str:
    amount = float(count)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if amount < KIB:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= KIB
    return f"{amount:.1f} TiB"


def _line(text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)


def _print(document: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
