"""Every file of the corpus through the whole service: verdict, words, time, memory."""

import time
from collections import Counter

import pytest
from tests.corpus.case import Case
from tests.corpus.everything import cases

MOST_SECONDS, MOST_CPU_MS, MOST_KIB = 25, 2 * 20_000, 1 << 20
FEWEST = 150
OF_EACH_REASON = 4


@pytest.fixture
def judge(officer, upload, asset_of, publish):
    """One file from declaration to verdict; its public bytes by their name."""

    async def run(case: Case) -> dict[str, bytes]:
        data, began = case.build(), time.monotonic()
        status = await upload(officer, data, case.filename)

        assert time.monotonic() - began <= MOST_SECONDS
        assert (status["state"], status["reason"]) == (case.state, case.reason), status
        assert status["cpu_ms"] <= MOST_CPU_MS
        assert status["peak_kib"] <= MOST_KIB
        if case.reason is not None:
            assert status["detail"]
            assert status["asset_id"] is None
            return {}
        asset = await asset_of(officer, status)
        for rendition in asset["renditions"]:
            assert (await officer.client.get(rendition["url"])).status_code == 404
        publish(asset)
        return {
            name: await public(officer, rendition, case)
            for rendition in asset["renditions"]
            for name in [rendition["url"].rpartition("/")[2]]
        }

    return run


async def public(person, rendition, case: Case) -> bytes:
    answer = await person.client.get(rendition["url"])
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert rendition["bytes"] in (len(answer.content), None)
    for secret in case.secret:
        assert secret not in answer.content, rendition["preset"]
    return answer.content


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case.name) for case in cases().values() if case.fast]
)
async def test_what_becomes_of_a_file(judge, case: Case) -> None:
    await judge(case)


def _tiers():
    """All that is accepted and some of what each reason refuses; the rest in a soak."""
    refused: Counter[str] = Counter()
    for case in cases().values():
        refused[case.reason or ""] += 1
        often = case.reason and refused[case.reason] > OF_EACH_REASON
        mark = pytest.mark.soak if often else pytest.mark.proof
        yield pytest.param(case, marks=mark, id=case.name)


@pytest.mark.parametrize("case", list(_tiers()))
async def test_what_others_find_in_what_is_public(
    judge, private_words, does_something, case: Case
) -> None:
    """exiftool reads every public byte; Chromium opens whatever holds markup."""
    files = await judge(case)

    if files:
        assert await private_words(files, case.secret) == set()
        assert await does_something(files) == set()


def test_the_corpus_is_as_large_as_it_should_be() -> None:
    proofs = [one for one in _tiers() if one.marks[0].name == "proof"]

    assert len(cases()) > len(proofs) >= FEWEST
