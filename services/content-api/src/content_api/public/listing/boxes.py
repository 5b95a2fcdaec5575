"""`bbox`: a part of the map, west to east and south to north."""

from decimal import Decimal, InvalidOperation

from content_api.public.forms.errors import wrong_filter

FLAT, HIGH = 4, 6
EAST_END, NORTH_END = 180.0, 90.0

Box = list[float]


def boxes_in(written: str) -> list[Box]:
    """One box, or two where it crosses the 180th meridian. Heights are left out."""
    numbers = [_number(part) for part in written.split(",")]
    if len(numbers) == HIGH:
        numbers = [*numbers[:2], *numbers[3:5]]
    if len(numbers) != FLAT:
        raise _wrong(
            vi="bbox cần 4 số: tây,nam,đông,bắc; ví dụ 105.9,20.5,106.3,21.0.",
            en="bbox is west,south,east,north in degrees: 105.9,20.5,106.3,21.0.",
        )
    west, south, east, north = numbers
    if max(abs(west), abs(east)) > EAST_END or max(abs(south), abs(north)) > NORTH_END:
        raise _wrong(
            vi="Kinh độ từ -180 đến 180 (đứng trước), vĩ độ từ -90 đến 90.",
            en="Longitude (first) is from -180 to 180, latitude from -90 to 90.",
        )
    if south > north:
        raise _wrong(
            vi="Vĩ độ nam (số thứ hai) lớn hơn vĩ độ bắc (số thứ tư).",
            en="South (the second number) is greater than north (the fourth).",
        )
    if west <= east:
        return [[west, south, east, north]]
    return [[west, south, EAST_END, north], [-EAST_END, south, east, north]]


def _number(written: str) -> float:
    try:
        number = Decimal(written.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise _wrong(
            vi=f"«{written[:40]}» không phải là số độ thập phân.",
            en=f"“{written[:40]}” is not a number of degrees.",
        )
    return float(number)


def _wrong(*, vi: str, en: str) -> Exception:
    return wrong_filter("bbox", vi, en)
