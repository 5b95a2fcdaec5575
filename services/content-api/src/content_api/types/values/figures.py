"""A figure is never bare: a value, its unit, the time it holds for, who says so."""

import re
from decimal import Decimal
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema
from typing_extensions import override

from content_api.types.values.dates import Period
from content_api.types.values.records import Source
from content_api.types.values.texts import Line
from content_api.types.values.wording import canonical, label, refusal
from phohien.schemas import In

_NUMBER = re.compile(r"\d{1,18}(\.\d{1,6})?")

# What each unit code stands for, in the words of a page: (vi, en).
UNITS: dict[str, tuple[str, str]] = {
    "ha": ("ha", "ha"),
    "m2": ("m²", "m²"),
    "km2": ("km²", "km²"),
    "m": ("m", "m"),
    "km": ("km", "km"),
    "percent": ("%", "%"),
    "VND": ("đồng", "VND"),
    "million_VND": ("triệu đồng", "million VND"),
    "billion_VND": ("tỷ đồng", "billion VND"),
    "USD": ("USD", "USD"),
    "million_USD": ("triệu USD", "million USD"),
    "billion_USD": ("tỷ USD", "billion USD"),
    "million_EUR": ("triệu EUR", "million EUR"),
    "billion_JPY": ("tỷ JPY", "billion JPY"),
    "USD_per_m2": ("USD/m²", "USD/m²"),
    "USD_per_m2_year": ("USD/m²/năm", "USD/m²/year"),
    "USD_per_m2_month": ("USD/m²/tháng", "USD/m²/month"),
    "m3_per_day": ("m³/ngày", "m³/day"),
    "MVA": ("MVA", "MVA"),
    "MW": ("MW", "MW"),
    "day": ("ngày", "days"),
    "working_day": ("ngày làm việc", "working days"),
    "year": ("năm", "years"),
    "person": ("người", "people"),
    "investor": ("nhà đầu tư", "investors"),
    "project": ("dự án", "projects"),
    "household": ("hộ", "households"),
    "copy": ("bản", "copies"),
    "tonne": ("tấn", "tonnes"),
    "tonne_per_year": ("tấn/năm", "tonnes/year"),
}


def _number(value: object) -> Decimal:
    """A JSON number arrives as the shortest text that names it, so none is lost."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        value = format(Decimal(str(value)), "f")
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        raise refusal(
            "not-a-number",
            vi="Ghi số không âm, dấu thập phân là dấu chấm, không có dấu phân cách"
            " hàng nghìn, nhiều nhất sáu chữ số thập phân: 525.7.",
            en="Write a number that is not negative, with a decimal point, no thousands"
            " separator and at most six decimals: 525.7.",
        )
    return Decimal(canonical(Decimal(value)))


Quantity = Annotated[
    Decimal,
    BeforeValidator(_number),
    PlainSerializer(canonical, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,18}(\.\d{1,6})?$"}),
]
UnitT = TypeVar("UnitT", bound=str)


class Figure(In, Generic[UnitT]):
    """A number that can be cited, in one of the units its field allows."""

    value: Annotated[Quantity, label("Giá trị", "Value")]
    unit: Annotated[UnitT, label("Đơn vị", "Unit")]
    as_of: Annotated[Period, label("Thời điểm của số liệu", "As of")]
    as_of_note: Annotated[
        Line | None, label("Ghi chú về thời điểm", "Note on the time")
    ] = None
    precision: Annotated[
        Literal["exact", "about", "more_than", "less_than"],
        label("Độ chính xác", "Precision"),
    ] = "exact"
    source: Annotated[Source, label("Nguồn số liệu", "Source")]
    note: Annotated[Line | None, label("Ghi chú", "Note")] = None

    @classmethod
    @override
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """A schema name a reader can use: FigureOf_ha_m2."""
        allowed = re.findall(r"'(\w+)'", str(params[0]))
        return "FigureOf_" + "_".join(allowed)


Area = Figure[Literal["ha"]]
Percent = Figure[Literal["percent"]]
Distance = Figure[Literal["km", "m"]]
People = Figure[Literal["person"]]
Investors = Figure[Literal["investor"]]
Projects = Figure[Literal["project"]]
Money = Figure[
    Literal[
        "VND",
        "million_VND",
        "billion_VND",
        "USD",
        "million_USD",
        "billion_USD",
        "million_EUR",
        "billion_JPY",
    ]
]
