"""Reports as a coordinator opens them, and agencies as they write and sign."""

import secrets
from contextlib import contextmanager
from datetime import timedelta

import pytest

from phohien import clock


@pytest.fixture
async def coordinator(make_person):
    return await make_person("coordinator")


@pytest.fixture
def tomorrow(monkeypatch):
    """`with tomorrow():` a period that ends today is over."""

    @contextmanager
    def later():
        moment = clock.now() + timedelta(days=1, hours=1)
        with monkeypatch.context() as patch:
            patch.setattr(clock, "now", lambda: moment)
            yield

    return later


@pytest.fixture
def this_year():
    """A period of a year that ends today."""
    today = clock.day_of(clock.now())
    return {
        "basis": "custom",
        "period_from": (today - timedelta(days=364)).isoformat(),
        "period_to": today.isoformat(),
        "period_note": "kỳ của một phép thử",
    }


@pytest.fixture
def make_report(coordinator, this_year, agency):
    """A report in which the agency of the test has a part."""

    async def make(**given):
        given.setdefault("title", f"Báo cáo {agency.code} {secrets.token_hex(3)}")
        body = {**this_year, **given}
        answer = await coordinator.client.post("/staff/v1/reports", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    return make


@pytest.fixture
def part_path(agency):
    def path(report, action=""):
        whole = f"/staff/v1/reports/{report['id']}/parts/{agency.code}"
        return f"{whole}/{action}" if action else whole

    return path


@pytest.fixture
def sign(leader, part_path, tomorrow):
    """The leader reads the part and signs what was read."""

    async def signed(report):
        read = (await leader.client.get(part_path(report))).json()
        with tomorrow():
            answer = await leader.client.post(
                part_path(report, "sign"), json={"if_hash": read["hash"]}
            )
        assert answer.status_code == 200, answer.text
        return answer.json()

    return signed


@pytest.fixture
def freeze(coordinator, tomorrow):
    async def frozen(report, **more):
        path = f"/staff/v1/reports/{report['id']}"
        read = (await coordinator.client.get(path)).json()
        body = {
            "if_hash": read["hash"],
            "unsigned_note": "các cơ quan khác của cơ sở dữ liệu thử",
            **more,
        }
        with tomorrow():
            answer = await coordinator.client.post(f"{path}/freeze", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return frozen
