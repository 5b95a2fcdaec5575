"""Arithmetic between figures, told figure by figure."""

from decimal import Decimal
from typing import Any

from content_api.types.values.figures import UNITS, Figure
from content_api.types.values.wording import number_en, number_vi
from phohien.errors import FieldProblem, Text

Named = tuple[Text, Figure[Any]]
TOLERANCE = Decimal("0.01")


def adds_up(pointer: str, parts: list[Named], whole: Named) -> list[FieldProblem]:
    """The parts equal the whole, give or take 0.01."""
    total = sum((figure.value for _, figure in parts), Decimal(0))
    name, figure = whole
    difference = abs(total - figure.value)
    if difference <= TOLERANCE:
        return []
    vi_sum = " + ".join(number_vi(part.value) for _, part in parts)
    en_sum = " + ".join(number_en(part.value) for _, part in parts)
    vi_list = "; ".join(f"{part_name.vi}: {_vi(part)}" for part_name, part in parts)
    en_list = "; ".join(f"{part_name.en}: {_en(part)}" for part_name, part in parts)
    vi_unit, en_unit = UNITS[figure.unit]
    detail = Text(
        vi=f"Cộng lại được {vi_sum} = {number_vi(total)} {vi_unit}, không bằng"
        f" {name.vi} {_vi(figure)} (lệch {number_vi(difference)} {vi_unit})."
        f" Các số đã cộng: {vi_list}. Hãy sửa số sai.",
        en=f"The sum is {en_sum} = {number_en(total)} {en_unit}, not the"
        f" {name.en} {_en(figure)} (off by {number_en(difference)} {en_unit})."
        f" Figures added: {en_list}. Correct the wrong one.",
    )
    return [FieldProblem(pointer, detail, "figures-do-not-add-up")]


def at_most(
    pointer: str, smaller: Named | None, larger: Named | None
) -> list[FieldProblem]:
    """The first figure does not exceed the second, when both are known."""
    if smaller is None or larger is None or smaller[1].value <= larger[1].value:
        return []
    detail = Text(
        vi=f"{_capital(smaller[0].vi)} {_vi(smaller[1])} lớn hơn {larger[0].vi}"
        f" {_vi(larger[1])}; hãy kiểm tra lại hai số này.",
        en=f"{_capital(smaller[0].en)} {_en(smaller[1])} is larger than"
        f" {larger[0].en} {_en(larger[1])}; check both figures.",
    )
    return [FieldProblem(pointer, detail, "figure-too-large")]


def named(vi: str, en: str, figure: Figure[Any] | None) -> Named | None:
    return None if figure is None else (Text(vi=vi, en=en), figure)


def _vi(figure: Figure[Any]) -> str:
    return f"{number_vi(figure.value)} {UNITS[figure.unit][0]}"


def _en(figure: Figure[Any]) -> str:
    return f"{number_en(figure.value)} {UNITS[figure.unit][1]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
