"""Every file of the corpus through the whole service: verdict, words, time, memory."""

import pytest
from tests.corpus.case import Case
from tests.corpus.everything import cases

MOST_CPU_MS, MOST_KIB = 2 * 20_000, 1 << 20
FEWEST = 150


def each() -> list:
    return [
        pytest.param(case, id=name, marks=() if case.fast else pytest.mark.proof)
        for name, case in cases().items()
    ]


@pytest.mark.parametrize("case", each())
async def test_what_becomes_of_a_file(
    officer, upload, asset_of, publish, case: Case
) -> None:
    status = await upload(officer, case.build(), case.filename)

    assert (status["state"], status["reason"]) == (case.state, case.reason), status
    assert status["cpu_ms"] <= MOST_CPU_MS
    assert status["peak_kib"] <= MOST_KIB
    if case.reason is not None:
        assert status["detail"]
        assert status["asset_id"] is None
        return
    asset = await asset_of(officer, status)
    for rendition in asset["renditions"]:
        assert (await officer.client.get(rendition["url"])).status_code == 404
    publish(asset)
    for rendition in asset["renditions"]:
        answer = await officer.client.get(rendition["url"])
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
        assert rendition["bytes"] in (len(answer.content), None)
        for secret in case.secret:
            assert secret not in answer.content, rendition["preset"]


def test_the_corpus_is_as_large_as_it_should_be() -> None:
    assert len(cases()) >= FEWEST
