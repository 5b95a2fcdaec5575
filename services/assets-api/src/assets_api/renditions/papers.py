"""The pictures there are of a page: their names, formats and sizes."""

from dataclasses import dataclass

SHEET, PAGE, LEAF = "sheet", "page", "leaf"
"""To be looked at closely, to be read, to be recognised."""

FORMATS = {SHEET: "jpg", PAGE: "webp", LEAF: "webp"}
SHEET_SIDE = 2048
SIDES = {SHEET: SHEET_SIDE, PAGE: 1440, LEAF: 320}
MOST_SCALE = 8.0
AT_ONCE = 4
"""Pages drawn by one child: whoever turns one page turns the next."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One picture of a page, in a file of that name and ending."""

    preset: str
    format: str
    width: int
    height: int


def group_of(number: int) -> tuple[int, int]:
    """First and last of the pages that are drawn together."""
    first = (number - 1) // AT_ONCE * AT_ONCE + 1
    return first, first + AT_ONCE - 1
