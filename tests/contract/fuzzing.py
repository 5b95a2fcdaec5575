"""One run of schemathesis over some operations of a served service."""

import json
import subprocess
import sys
import urllib.request
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SCHEMATHESIS = Path(sys.executable).parent / "schemathesis"
# Each would end the session that all the other operations speak with.
LOCKS_US_OUT = {"sign_out", "disable_account"}
# Seconds at 50 cases, where they are many.
SLOW = {"preview_import": 25}
METHODS = {"get", "post", "put", "patch", "delete", "head", "options"}


@dataclass(frozen=True)
class Told:
    """What schemathesis said, and how many requests it made of each operation."""

    passed: bool
    text: str
    cases: dict[str, int]


def operations(url: str) -> dict[str, str]:
    """Label ("GET /v1/items") by operation id, without those that lock us out."""
    with urllib.request.urlopen(f"{url}/openapi.json", timeout=20) as answer:
        described: dict[str, Any] = json.load(answer)
    return {
        operation["operationId"]: f"{method.upper()} {path}"
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
        if method in METHODS and operation["operationId"] not in LOCKS_US_OUT
    }


def fuzz(
    url: str,
    token: str,
    wanted: list[str],
    *,
    examples: int,
    phases: str,
    folder: Path,
) -> Told:
    """Every check, on the named operations; the same cases at every run."""
    report = folder / "events.ndjson"
    done = subprocess.run(
        [
            *(SCHEMATHESIS, "run", "--phases", phases),
            *("--max-examples", str(examples), "--seed", "1"),
            *("--header", f"Authorization: Bearer {token}"),
            *("--header", "Tus-Resumable: 1.0.0"),
            *(f"--include-operation-id={name}" for name in wanted),
            *("--report", "ndjson", "--report-ndjson-path", str(report)),
            f"{url}/openapi.json",
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    text = done.stdout[-12_000:] + done.stderr[-2_000:]
    return Told(done.returncode == 0, text, _cases(report))


def shares(described: dict[str, str], number: int) -> list[list[str]]:
    """Operations in so many parts that take about as long as each other."""
    parts: list[list[str]] = [[] for _ in range(number)]
    for name in sorted(described, key=lambda one: (-_weight(one, described), one)):
        lightest = min(
            parts, key=lambda part: sum(_weight(one, described) for one in part)
        )
        lightest.append(name)
    return parts


def _weight(name: str, described: dict[str, str]) -> int:
    """Seconds, about: a write has a body to be invented, a workbook a process."""
    if name in SLOW:
        return SLOW[name]
    return 1 if described[name].startswith("GET") else 2


def _cases(report: Path) -> dict[str, int]:
    """Requests by operation; none when it ended before the first."""
    made: Counter[str] = Counter()
    if not report.exists():
        return made
    with report.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith('{"ScenarioFinished"'):
                recorder = json.loads(line)["ScenarioFinished"]["recorder"]
                made[recorder["label"]] += len(recorder["cases"])
    report.unlink()
    return made
