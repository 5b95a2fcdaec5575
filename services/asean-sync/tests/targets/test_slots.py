"""The nightly slot is at two in Hưng Yên, whatever the server's own clock says."""

import time
from datetime import UTC, datetime

import pytest

from asean_sync.targets.slots import Slot


@pytest.fixture(params=["UTC", "America/New_York", "Asia/Ho_Chi_Minh"])
def server_zone(request, monkeypatch):
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("server_zone")
def test_two_at_night_there_is_seven_in_the_evening_of_utc():
    evening = datetime(2026, 11, 23, 18, 59, tzinfo=UTC)
    due = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
    assert Slot().after(evening) == due
    assert Slot().after(due) == datetime(2026, 11, 24, 19, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hour", "minute", "still"), [(19, 20, True), (22, 59, True), (23, 0, False)]
)
def test_a_missed_slot_may_start_until_six(hour, minute, still):
    due = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
    now = datetime(2026, 11, 23, hour, minute, tzinfo=UTC)
    assert Slot().still_open(due, now) is still


def test_a_window_may_pass_midnight():
    late = Slot(cron="0 23 * * *", misfire_until="01:00")
    due = late.after(datetime(2026, 11, 23, 0, tzinfo=UTC))
    assert late.still_open(due, datetime(2026, 11, 23, 17, 30, tzinfo=UTC))
    assert not late.still_open(due, datetime(2026, 11, 23, 18, 0, tzinfo=UTC))
