"""The Vietnamese lunar calendar: from a lunar day to the solar one.

Months begin on the day of the new moon at UTC+7 and the winter solstice lies in the
eleventh; the Chinese calendar counts at UTC+8 and so differs in some years (1985, 2007,
2030). Formulas of the new moon and the sun: J. Meeus, Astronomical Algorithms, in the
form published for this calendar by Hồ Ngọc Đức; good for 1800 to 2199.
"""

from datetime import date, timedelta
from functools import cache
from math import floor, pi, sin

from content_api.types.values.dates import LunarDate

ZONE = 7 / 24
# What turns Python's day numbers into Julian ones.
JULIAN_ORDINAL = 1_721_425
MONTH = 29.530588853
FIRST_NEW_MOON = 2_415_021  # 1900-01-01, close to the new moon counted as number 0
YEARS = range(1800, 2200)


def solar_day(lunar: LunarDate, year: int) -> date | None:
    """The day in the lunar year that begins in `year`.

    None when that year has no such day: no such leap month, or a month of 29 days.

    Raises:
        ValueError: the year is outside what the formulas are good for.
    """
    if year not in YEARS:
        raise ValueError(year)
    months = _months_of(year)
    start = months.get((lunar.month, lunar.leap))
    if start is None:
        return None
    day = start + timedelta(days=lunar.day - 1)
    return day if day < _next_start(start) else None


def lunar_day(day: date) -> tuple[int, LunarDate]:
    """The lunar year and the day in it."""
    year = day.year if day >= _months_of(day.year)[1, False] else day.year - 1
    (month, leap), start = max(
        ((name, start) for name, start in _months_of(year).items() if start <= day),
        key=lambda named: named[1],
    )
    return year, LunarDate(month=month, day=(day - start).days + 1, leap=leap)


@cache
def _months_of(year: int) -> dict[tuple[int, bool], date]:
    """First day of every month of a lunar year, by (number, leap)."""
    # A lunar year runs over the tail of one solstice year and the head of the next.
    tail, head = _solstice_year(year), _solstice_year(year + 1)
    months = {name: start for name, start in tail.items() if name[0] <= 10}  # noqa: PLR2004 -- months 11 and 12 open the solstice year
    months |= {name: start for name, start in head.items() if name[0] > 10}  # noqa: PLR2004 -- as above
    return months


@cache
def _solstice_year(year: int) -> dict[tuple[int, bool], date]:
    """Months from the eleventh that holds the solstice of `year - 1`, up to the next.

    With thirteen of them, the first one in which the sun enters no sign is leap.
    """
    first, last = _eleventh_month(year - 1), _eleventh_month(year)
    count = round((last - first).days / MONTH)
    starts = [first]
    while len(starts) < count:
        starts.append(_next_start(starts[-1]))
    signs = [_sign(start) for start in [*starts, last]]
    leap = next(
        (
            index
            for index in range(1, count)
            if count == 13 and signs[index] == signs[index + 1]  # noqa: PLR2004 -- a leap year
        ),
        None,
    )
    months = {}
    number = 11
    for index, start in enumerate(starts):
        if index == leap:
            months[_before(number), True] = start
            continue
        months[number, False] = start
        number = number % 12 + 1
    return months


def _before(month: int) -> int:
    return (month - 2) % 12 + 1


def _eleventh_month(year: int) -> date:
    """The month that holds the winter solstice: the sun enters the tenth sign."""
    number = floor((_julian(date(year, 12, 31)) - FIRST_NEW_MOON) / MONTH)
    start = _new_moon(number)
    return _new_moon(number - 1) if _sign(start) >= 9 else start  # noqa: PLR2004 -- 270 degrees


def _next_start(start: date) -> date:
    number = floor(0.5 + (_julian(start) - 2_415_021.076998695) / MONTH)
    return _new_moon(number + 1)


@cache
def _new_moon(number: int) -> date:
    """The day, in Việt Nam, of the new moon `number` months after 1900-01-01."""
    t = number / 1236.85
    rad = pi / 180
    moon = (
        2_415_020.75933
        + 29.53058868 * number
        + 0.0001178 * t**2
        - 0.000000155 * t**3
        + 0.00033 * sin((166.56 + 132.87 * t - 0.009173 * t**2) * rad)
    )
    m = (359.2242 + 29.10535608 * number - 0.0000333 * t**2 - 0.00000347 * t**3) * rad
    a = (306.0253 + 385.81691806 * number + 0.0107306 * t**2 + 0.00001236 * t**3) * rad
    f = (21.2964 + 390.67050646 * number - 0.0016528 * t**2 - 0.00000239 * t**3) * rad
    correction = (
        (0.1734 - 0.000393 * t) * sin(m)
        + 0.0021 * sin(2 * m)
        - 0.4068 * sin(a)
        + 0.0161 * sin(2 * a)
        - 0.0004 * sin(3 * a)
        + 0.0104 * sin(2 * f)
        - 0.0051 * sin(m + a)
        - 0.0074 * sin(m - a)
        + 0.0004 * sin(2 * f + m)
        - 0.0004 * sin(2 * f - m)
        - 0.0006 * sin(2 * f + a)
        + 0.0010 * sin(2 * f - a)
        + 0.0005 * sin(2 * a + m)
    )
    drift = -0.000278 + 0.000265 * t + 0.000262 * t**2
    return _date(floor(moon + correction - drift + 0.5 + ZONE))


def _sign(day: date) -> int:
    """In which twelfth of its path the sun is at midnight in Việt Nam: 0 to 11."""
    t = (_julian(day) - 2_451_545.5 - ZONE) / 36_525
    rad = pi / 180
    m = 357.52910 + 35_999.05030 * t - 0.0001559 * t**2 - 0.00000048 * t**3
    longitude = (
        280.46645
        + 36_000.76983 * t
        + 0.0003032 * t**2
        + (1.914600 - 0.004817 * t - 0.000014 * t**2) * sin(rad * m)
        + (0.019993 - 0.000101 * t) * sin(2 * rad * m)
        + 0.000290 * sin(3 * rad * m)
    )
    return floor((longitude % 360) / 30)


def _julian(day: date) -> int:
    return day.toordinal() + JULIAN_ORDINAL


def _date(julian: int) -> date:
    return date.fromordinal(julian - JULIAN_ORDINAL)
