from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_api.types.values.dates import LunarDate
from content_api.types.values.lunar import lunar_day, solar_day

NEW_YEAR = LunarDate(month=1, day=1)


@pytest.mark.parametrize(
    "day",
    ["1985-01-21", "2007-02-17", "2017-01-28", "2026-02-17", "2030-02-02"],
)
def test_the_vietnamese_new_year_where_the_chinese_one_differs_and_where_not(day):
    found = solar_day(NEW_YEAR, date.fromisoformat(day).year)

    assert found == date.fromisoformat(day)


def test_the_festival_of_chu_dong_tu_in_2017():
    tenth = LunarDate(month=2, day=10)

    assert solar_day(tenth, 2017) == date(2017, 3, 7)
    assert lunar_day(date(2017, 3, 7)) == (2017, tenth)


@pytest.mark.parametrize(
    ("year", "month"), [(2017, 6), (2020, 4), (2023, 2), (2025, 6), (2033, 11)]
)
def test_leap_months(year, month):
    assert solar_day(LunarDate(month=month, day=1, leap=True), year) is not None
    other = LunarDate(month=month % 12 + 1, day=1, leap=True)
    assert solar_day(other, year) is None


def test_a_month_of_29_days_has_no_30th():
    months = [LunarDate(month=month, day=30) for month in range(1, 13)]

    long = [day for day in months if solar_day(day, 2025) is not None]

    assert 0 < len(long) < 12


@given(st.dates(date(1801, 3, 1), date(2198, 12, 31)))
def test_there_and_back_again(day):
    year, lunar = lunar_day(day)

    assert solar_day(lunar, year) == day


@given(st.dates(date(1801, 3, 1), date(2198, 12, 30)))
def test_every_day_is_the_next_of_its_month_or_the_first_of_one(day):
    _, today = lunar_day(day)
    _, tomorrow = lunar_day(day + timedelta(days=1))

    assert tomorrow.day in {1, today.day + 1}
    assert tomorrow.day > 1 or today.day in {29, 30}


def test_other_centuries_are_refused():
    with pytest.raises(ValueError, match="1500"):
        solar_day(NEW_YEAR, 1500)
