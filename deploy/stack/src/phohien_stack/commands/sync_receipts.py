"""`sync receipts`, `sync receipts export`, `sync receipts rewrap`."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from asean_sync import commands
from asean_sync.exports import commands as exports
from phohien_stack.commands import tables
from phohien_stack.commands.options import AsJson, Data, Target, console
from phohien_stack.commands.sync_settings import settings_of
from phohien_stack.commands.written import document, write

app = typer.Typer(help="What was sent and answered.", invoke_without_command=True)


@app.callback()
def receipts(  # noqa: PLR0913 -- one for each option
    context: typer.Context,
    key: Annotated[str | None, typer.Option(help="One object, `<key>.<lang>`.")] = None,
    target: Target = None,
    *,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    verify: Annotated[
        bool, typer.Option("--verify", help="Recompute every link of every chain.")
    ] = False,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """What was sent and answered, newest first; exit code 1 at a broken chain."""
    if context.invoked_subcommand is not None:
        return
    report = commands.receipts(
        settings_of(data), key=key, target=target, limit=limit, verify=verify
    )
    if as_json:
        chains = [asdict(chain) for chain in report.chains]
        document(
            "phohien.sync.receipts/1",
            receipts=[_plain(one) for one in report.receipts],
            chains=chains,
            broken=report.broken,
        )
    else:
        tables.sync_receipts(console, report.receipts)
        for chain in report.chains:
            write(f"{chain.target_code}: {chain.links} links, head {chain.head}")
        for broken in report.broken:
            write(f"broken: {broken}")
    raise typer.Exit(report.exit_code)


@app.command()
def export(
    target: Annotated[str, typer.Argument(help="Code of the target.")],
    file: Annotated[Path, typer.Argument(dir_okay=False, help="The zip to write.")],
    *,
    after: Annotated[
        int, typer.Option(min=0, help="Go on after this link of an earlier bag.")
    ] = 0,
    data: Data = None,
) -> None:
    """The whole evidence of a target as a BagIt bag that anybody can check."""
    done = exports.export_receipts(settings_of(data), target, file, after=after)
    write(
        f"{file}: {done.links} links, {done.requests} requests, {done.answers} answers"
    )
    write(f"head {done.head}; to check it: docs/how-to/check-receipts.md")


@app.command()
def rewrap(*, data: Data = None) -> None:
    """After a change of PHOHIEN_SYNC_EVIDENCE_SECRET: every key under the new one."""
    count = exports.rewrap_receipts(settings_of(data))
    write(f"{count} keys are under the new secret; the previous one may go")


def _plain(row: dict[str, object]) -> dict[str, object]:
    """Keys and sealed bytes are nothing to look at."""
    return {name: one for name, one in row.items() if not isinstance(one, bytes)}
