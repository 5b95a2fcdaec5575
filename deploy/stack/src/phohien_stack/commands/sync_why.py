"""`sync why`: each language of an item, and what stands between it and a target."""

import sys
from typing import Annotated

import typer

from asean_sync.reasons import commands
from phohien_stack.commands.options import AsJson, Data
from phohien_stack.commands.speech import language
from phohien_stack.commands.sync_settings import settings_of

HELP = "Why an item is at a target, or is not. || Vì sao có hoặc không có ở đích."


def why(
    key: Annotated[
        str, typer.Argument(help="Public key of an item. || Mã công khai của mục.")
    ],
    target: Annotated[
        str, typer.Option("--target", help="Code of a target. || Mã của đích.")
    ],
    *,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    found = commands.explain(settings_of(data), target, key)
    if as_json:
        sys.stdout.write(f"{found.model_dump_json(indent=2)}\n")
        return
    for one in found.languages:
        said = one.said.vi if language() == "vi" else one.said.en
        state = f" [{one.object.state}]" if one.object else ""
        sys.stdout.write(f"{one.lang:<8} {one.answer}{state}: {said}\n")
        for clause in one.clauses:
            sys.stdout.write(
                f"  {'yes' if clause.holds else 'NO ':<4}{clause.clause}\n"
            )
        for problem in one.problems:
            sys.stdout.write(f"  {problem}\n")
    if not found.languages:
        sys.stdout.write(f"{key}: nothing of it is released or offered to {target}\n")
