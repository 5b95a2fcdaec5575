"""December never falls between two reports."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from content_api.reports.facts.periods import Basis, Period, gap_before, of_year

YEARS = range(2019, 2031)
CUTS = [Basis.CALENDAR, Basis.REPORTING_YEAR, Basis.CUT_OFF]


@pytest.mark.parametrize("basis", CUTS)
def test_years_meet_without_gap_or_overlap(basis):
    periods = [of_year(year, basis) for year in YEARS]

    for earlier, later in pairwise(periods):
        assert later.start == earlier.end + timedelta(days=1)
        assert later.since == earlier.until


@pytest.mark.parametrize("basis", CUTS)
def test_every_day_of_december_is_in_exactly_one_report(basis):
    periods = [of_year(year, basis) for year in YEARS]
    for year in list(YEARS)[1:-1]:
        for day in range(1, 32):
            written = date(year, 12, day).isoformat()
            assert sum(period.holds(written) for period in periods) == 1


def test_the_three_ways_to_cut_a_year():
    assert of_year(2026, Basis.CALENDAR) == Period(date(2026, 1, 1), date(2026, 12, 31))
    assert of_year(2026, Basis.REPORTING_YEAR) == Period(
        date(2025, 12, 15), date(2026, 12, 14)
    )
    assert of_year(2026, Basis.CUT_OFF) == Period(date(2025, 12, 1), date(2026, 11, 30))


def test_a_change_of_the_cut_that_would_lose_december_is_seen():
    """Reported to 30/11/2025, then by calendar year: who tells of December?"""
    reported = [of_year(2025, Basis.CUT_OFF)]
    wanted = of_year(2026, Basis.CALENDAR)

    assert gap_before(wanted.start, reported) == date(2025, 12, 1)
    assert gap_before(date(2025, 12, 1), reported) is None
    assert gap_before(wanted.start, []) is None


def test_a_day_begins_at_midnight_in_viet_nam():
    period = of_year(2026, Basis.CUT_OFF)

    assert period.since.isoformat() == "2025-12-01T00:00:00+07:00"
    assert period.until.isoformat() == "2026-12-01T00:00:00+07:00"
