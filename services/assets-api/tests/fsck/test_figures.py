"""What Prometheus is told of uploads, verdicts, the scanner and the bucket."""

import hashlib
from base64 import b64encode
from contextlib import closing

import pytest
from httpx import AsyncClient
from prometheus_client.parser import text_string_to_metric_families

from phohien_stack.embedded.ports import Ports

TUS = {"tus-resumable": "1.0.0"}


@pytest.fixture
def settings(settings):
    """A process with its closed port, and a scanner that does not answer."""
    with closing(Ports()) as held:
        yield settings.model_copy(
            update={"metrics_port": held.free(), "scanner": "tcp://127.0.0.1:1"}
        )


@pytest.fixture
def told(settings):
    async def ask() -> dict[tuple[str, ...], float]:
        async with AsyncClient() as client:
            page = await client.get(f"http://127.0.0.1:{settings.metrics_port}/metrics")
        return {
            (sample.name, *sample.labels.values()): sample.value
            for family in text_string_to_metric_families(page.text)
            for sample in family.samples
        }

    return ask


async def test_figures_tell_of_broken_lines_verdicts_scanner_and_bucket(
    officer, create, patch, checked, make_jpeg, told, check
) -> None:
    data = make_jpeg()
    path = await create(officer, len(data), filename="a.jpg")
    wrong = b64encode(hashlib.sha256(b"other").digest()).decode()
    refused = await patch(
        officer, path, 0, data[:99], **{"upload-checksum": f"sha256 {wrong}"}
    )
    await patch(officer, path, 0, data[:99])
    await officer.client.head(path, headers=TUS)
    await patch(officer, path, 99, data[99:])
    status = await checked(officer, path)
    await check()

    figures = await told()
    assert (refused.status_code, status["reason"]) == (460, "scan-unavailable")
    assert figures["phohien_upload_bytes_total",] == len(data)
    assert figures["phohien_upload_resumes_total",] == 1
    assert figures["phohien_upload_takeovers_total",] == 0
    assert figures["phohien_upload_checksum_failures_total",] == 1
    assert figures["phohien_scanner_up",] == 0
    assert figures["phohien_upload_verdicts_total", "scan-unavailable", "held"] >= 1
    assert ("phohien_inspection_cpu_seconds_total", "refused") in figures
    assert figures["phohien_fsck_last_timestamp_seconds",] > 0
