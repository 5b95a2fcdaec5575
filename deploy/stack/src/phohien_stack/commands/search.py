"""`search status | rebuild | score`."""

import asyncio
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from content_api.search.index.examined import examine
from content_api.search.index.follower import Follower
from phohien import urls
from phohien_stack.commands.database import owner_url
from phohien_stack.commands.options import AsJson, Data, console
from phohien_stack.embedded.errors import StackError
from phohien_stack.golden import asking, questions
from phohien_stack.golden.scoring import Scored, mean
from phohien_stack.supervisor import record
from phohien_stack.supervisor.place import checkout, locate

app = typer.Typer(help="The search index, and how good it is.", no_args_is_help=True)

LISTED = 4


@app.callback()
def search() -> None:
    """The search index, and how good it is."""


@app.command()
def status(*, as_json: AsJson = False, data: Data = None) -> None:
    """Where the index stands in the change log; exit code 1 when it is behind."""
    found = asyncio.run(examine(urls.of("PUBLIC", owner_url(data)), folder(data)))
    if as_json:
        told = {"schema": "phohien.search/1", **asdict(found), "state": found.state}
        sys.stdout.write(json.dumps(told) + "\n")
    else:
        sys.stdout.write(f"{found.state}: {found.said}\n")
    raise typer.Exit(0 if found.state == "level" else 1)


@app.command()
def rebuild(data: Data = None) -> None:
    """Make the index anew; readers keep the old one until the new one is there."""
    where, url = folder(data), urls.of("PUBLIC", owner_url(data))
    try:
        asyncio.run(Follower(url, where).rebuild())
    except BlockingIOError:
        # The worker keeps the index: now it has been asked.
        sys.stdout.write("the worker makes it anew within ten seconds\n")
    else:
        sys.stdout.write("done\n")


@app.command()
def score(
    file: Annotated[
        Path | None, typer.Argument(help="A golden set; else that of the checkout.")
    ] = None,
    *,
    url: Annotated[
        str | None, typer.Option(help="content-api; else that of the running stack.")
    ] = None,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """Ask the golden set of the running stack: nDCG@10, and what was found badly."""
    found = asking.ask(url or _content_url(data), questions.read(file or _golden()))
    if as_json:
        sys.stdout.write(json.dumps(told(found), ensure_ascii=False) + "\n")
    else:
        _show(found)


def folder(data: Path | None) -> Path:
    """Where the worker of this stack keeps the index."""
    given = os.environ.get("PHOHIEN_CONTENT_SEARCH_DIR")
    return Path(given) if given else locate(data).folder / "search"


def told(found: list[Scored]) -> dict[str, Any]:
    return {
        "schema": "phohien.search-score/1",
        "queries": len(found),
        "ndcg_at_10": round(mean(found), 4),
        "languages": {
            lang: {"queries": len(each), "ndcg_at_10": round(mean(each), 4)}
            for lang, each in _by_language(found).items()
        },
        "failures": [
            {
                "id": each.query.id,
                "lang": each.query.lang,
                "q": each.query.q,
                "score": round(each.score, 4),
                "expected": dict(each.query.expect),
                "got": each.got,
                "note": each.query.note,
            }
            for each in found
            if each.failed
        ],
    }


def _show(found: list[Scored]) -> None:
    table = Table("language", "searches", "nDCG@10", "failed")
    for lang, some in {**_by_language(found), "all": found}.items():
        failed = sum(each.failed for each in some)
        table.add_row(lang, str(len(some)), f"{mean(some):.3f}", str(failed))
    console.print(table)
    for each in found:
        if each.failed:
            wanted = ", ".join(each.query.expect) or "nothing"
            got = ", ".join(each.got[:LISTED]) or "nothing"
            line = f"{each.score:.2f} {each.query.id} {each.query.q}: not {wanted}"
            console.print(f"{line}, but {got}", markup=False, soft_wrap=True)


def _by_language(found: list[Scored]) -> dict[str, list[Scored]]:
    langs = dict.fromkeys(each.query.lang for each in found)
    return {lang: [one for one in found if one.query.lang == lang] for lang in langs}


def _content_url(data: Path | None) -> str:
    place = locate(data)
    now = record.load(place.record)
    if now is None or not place.is_up():
        raise StackError("the stack is not up: run `phohien up` first, or give --url.")
    return str(now.urls["content"])


def _golden() -> Path:
    for start in (Path.cwd(), Path(__file__)):
        source = checkout(start)
        if source is not None and (source / questions.PLACE).exists():
            return source / questions.PLACE
    raise StackError("no golden set here: give the file, or go to a checkout.")
