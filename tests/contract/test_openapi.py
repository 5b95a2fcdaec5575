"""Each service answers as its description says, for inputs nobody thought of."""

import os
import subprocess
import time
import urllib.request

import pytest
from tests.contract import fuzzing

QUICK, FULL = 50, 2000
# What is thought of beforehand for each kind of value, and what is invented.
BOTH = "coverage,fuzzing"
# A service in parts of one or two minutes, so that all processors have something to do.
PARTS = {"content-api": 4, "assets-api": 1, "asean-sync": 1}
SHARES = [(name, number) for name, parts in PARTS.items() for number in range(parts)]
# `make soak` goes on where it was stopped, and stops after so many minutes a service.
MINUTES = "PHOHIEN_SOAK_MINUTES"


@pytest.mark.parametrize(
    ("name", "share"), SHARES, ids=[f"{name}-{share}" for name, share in SHARES]
)
def test_a_service_keeps_its_description(served, token, tmp_path, name, share) -> None:
    with served(name) as url:
        wanted = fuzzing.shares(fuzzing.operations(url), PARTS[name])[share]
        told = fuzzing.fuzz(
            url, token, wanted, examples=QUICK, phases="fuzzing", folder=tmp_path
        )

        assert told.passed, told.text
        assert len(told.cases) == len(wanted)
        assert name != "content-api" or is_signed_in(url, token)


@pytest.mark.soak
@pytest.mark.parametrize("name", PARTS)
def test_a_service_keeps_its_description_for_long(
    served, token, tmp_path, name, pytestconfig, record_property
) -> None:
    """Each operation by itself; what passed at this commit is not asked again."""
    end = time.monotonic() + float(os.environ.get(MINUTES, "600")) * 60
    place = f"soak/{commit()}/{name}"
    done: dict[str, int] = pytestconfig.cache.get(place, {})
    failed: dict[str, str] = {}
    with served(name) as url:
        described = fuzzing.operations(url)
        for operation in sorted(described.keys() - done.keys()):
            if time.monotonic() > end:
                break
            told = fuzzing.fuzz(
                url, token, [operation], examples=FULL, phases=BOTH, folder=tmp_path
            )
            if told.passed:
                done[operation] = sum(told.cases.values())
                pytestconfig.cache.set(place, done)
            else:
                failed[operation] = told.text
        assert name != "content-api" or is_signed_in(url, token)
    record_property("operations", f"{len(done)} of {len(described)}")
    record_property("requests", sum(done.values()))

    assert failed == {}, "\n".join(failed.values())


def commit() -> str:
    asked = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=fuzzing.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.strip() or "unknown"


def is_signed_in(url: str, token: str) -> bool:
    """Otherwise the operations were asked by nobody."""
    asked = urllib.request.Request(
        f"{url}/staff/v1/session", headers={"authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(asked, timeout=5) as answer:
        return answer.status == 200
