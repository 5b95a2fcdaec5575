"""What reading costs as the database grows: one connection, one statement at a time."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import bare
import dataset

from phohien import urls
from phohien_stack import schema
from phohien_stack.embedded.throwaway import throwaway_postgres

READS = ("detail", "304", "list", "changes")


def table(sizes: Sequence[int], seconds: float) -> str:
    """Milliseconds a statement at each number of documents, and how that grows."""
    costs: dict[str, list[float]] = {name: [] for name in READS}
    with throwaway_postgres() as server, tempfile.TemporaryDirectory() as folder:
        schema.upgrade(server.url())
        public = urls.role_url(server.url(), "phohien_public")
        held = 0
        for documents in sizes:
            items = max(documents // len(dataset.LANGS), held + 1)
            dataset.fill(urls.libpq(server.url()), items, first=held + 1)
            held = items
            scripts = bare.scripts(items)
            for name in READS:
                ran = bare.run(
                    scripts[name], public, Path(folder), seconds, connections=1
                )
                costs[name].append(1000 / ran)
    return _page(sizes, costs)


def _page(sizes: Sequence[int], costs: dict[str, list[float]]) -> str:
    heads = " | ".join(f"{size:,}" for size in sizes)
    lines = "\n".join(
        f"| {name} | {' | '.join(f'{each:.3f}' for each in row)} "
        f"| **{row[-1] / row[-2]:.2f}** |"
        for name, row in costs.items()
    )
    return f"""## Growth

Milliseconds a statement, one connection, as the public role (row security and all), by
the number of documents, which were loaded by COPY; the last column is the last size
beside the one before, and may be 2.

| read | {heads} | growth |
| --- |{" ---: |" * (len(sizes) + 1)}
{lines}
"""
