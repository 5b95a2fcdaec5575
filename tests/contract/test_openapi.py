"""Each service answers as its description says, for inputs nobody thought of."""

import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCHEMATHESIS = Path(sys.executable).parent / "schemathesis"
# `make soak` asks each operation more often.
EXAMPLES = {"quick": 50, "full": 2000}
# Each would end the session that all the other operations speak with.
LOCKS_US_OUT = ("sign_out", "disable_account")
PARTS = [
    ("content-api", "^/(v1|health|version)"),
    ("content-api", "^/staff/v1/(items|nominations|session|accounts|api-keys)"),
    ("content-api", "^/internal|^/staff/v1/(?!items|nomin|session|accounts|api-keys)"),
    ("assets-api", "^/"),
    ("asean-sync", "^/"),
]


@pytest.mark.parametrize(
    ("name", "paths"), PARTS, ids=["public", "items", "staff", "assets", "sync"]
)
@pytest.mark.parametrize(
    "depth", ["quick", pytest.param("full", marks=pytest.mark.soak)]
)
def test_a_service_keeps_its_description(served, token, name, paths, depth) -> None:
    with served(name) as url:
        done = subprocess.run(
            [
                *(SCHEMATHESIS, "run", "--phases", "coverage,fuzzing"),
                *("--max-examples", str(EXAMPLES[depth]), "--seed", "1"),
                *("--header", f"Authorization: Bearer {token}"),
                *("--header", "Tus-Resumable: 1.0.0"),
                *(f"--exclude-operation-id={each}" for each in LOCKS_US_OUT),
                *("--include-path-regex", paths, f"{url}/openapi.json"),
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
        )
        assert done.returncode == 0, done.stdout[-12_000:] + done.stderr[-2_000:]
        if "staff" in paths:
            assert is_signed_in(url, token), "the operations were asked by nobody"


def is_signed_in(url: str, token: str) -> bool:
    asked = urllib.request.Request(
        f"{url}/staff/v1/session", headers={"authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(asked, timeout=5) as answer:
        return answer.status == 200
