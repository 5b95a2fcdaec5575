"""The same SQL without us: pgbench, prepared, with as many connections."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from load import CONNECTIONS

from content_api.public import queries
from phohien import urls
from phohien_stack.embedded.binaries import postgres_programs

KEY = "'hy-bench-' || lpad(:n::text, 8, '0')"
TPS = re.compile(r"tps = ([0-9.]+)")


@dataclass(frozen=True)
class Script:
    """What pgbench draws, and the statement it sends."""

    draws: str
    statement: str
    values: dict[str, str]

    def text(self) -> str:
        statement = self.statement
        for name, value in self.values.items():
            statement = statement.replace(f"%({name})s", value)
        return f"{self.draws}\n{' '.join(statement.split())};\n"


def scripts(items: int) -> dict[str, Script]:
    item = f"\\set n random(1, {items})"
    wanted = {"name": f"({KEY})", "lang": "'vi'", "known": "'{}'"}
    unread = queries.VERSIONS.partition("CASE")[0].rstrip().rstrip(",")
    where = queries.VERSIONS[queries.VERSIONS.index("  FROM") :]
    cards = queries.joined(
        f"{queries.CARDS} AND {queries.WHERE['agency']} {queries.NEWEST}"
    )
    return {
        "detail": Script(item, queries.VERSIONS, wanted),
        "304": Script(item, f"{unread}\n{where}", wanted),
        "list": Script(
            "\\set n random(0, 39)",
            cards,
            {"lang": "'vi'", "agency": "('agency-' || lpad(:n::text, 2, '0'))"}
            | {"rows": "21", "shown": "20"},
        ),
        "changes": Script(
            f"\\set n random(0, {items * 3 - 1000})",
            queries.CHANGES,
            {"since": ":n", "rows": "500"},
        ),
    }


def run(
    script: Script,
    public_url: str,
    folder: Path,
    seconds: float,
    *,
    connections: int = CONNECTIONS,
) -> float:
    """Transactions a second."""
    path = folder / "script.sql"
    path.write_text(script.text())
    url = urls.normal(public_url)
    threads = str(min(2, connections))
    done = subprocess.run(
        [
            str(postgres_programs(None) / "pgbench"),
            *("-n", "-c", str(connections), "-j", threads),
            *("-T", str(max(1, int(seconds)))),
            *("--protocol=prepared", "-f", str(path)),
            *("-h", str(url.host), "-p", str(url.port), "-U", str(url.username)),
            str(url.database),
        ],
        env={**os.environ, "PGPASSWORD": str(url.password)},
        capture_output=True,
        text=True,
        check=False,
    )
    found = TPS.search(done.stdout)
    if done.returncode != 0 or found is None:
        message = f"pgbench failed: {done.stderr[-2000:]}"
        raise RuntimeError(message)
    return float(found[1])
