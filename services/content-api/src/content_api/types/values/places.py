"""Where something is: the address as written, the present unit, a point, an outline."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import (
    BeforeValidator,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)

from content_api.types.values.figures import Distance
from content_api.types.values.records import Source
from content_api.types.values.texts import Line
from content_api.types.values.wording import canonical, label, refusal
from phohien.schemas import In

UnitCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")]
RING = 4


def _degrees(value: object) -> Decimal:
    try:
        degrees = Decimal(str(value))
    except ArithmeticError:
        degrees = Decimal("NaN")
    limit = Decimal(180)
    if not degrees.is_finite() or abs(degrees) > limit:
        raise refusal(
            "not-degrees",
            vi="Ghi tọa độ theo độ thập phân, ví dụ 20.6634.",
            en="Write degrees as a decimal number, for example 20.6634.",
        )
    return round(degrees, 6)


def _degrees_schema(limit: int) -> WithJsonSchema:
    return WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^-?\d{1,3}(\.\d{1,6})?$",
            "description": f"-{limit} to {limit}",
        }
    )


Latitude = Annotated[
    Decimal,
    BeforeValidator(_degrees),
    Field(ge=-90, le=90),
    PlainSerializer(canonical, return_type=str),
    _degrees_schema(90),
]
Longitude = Annotated[
    Decimal,
    BeforeValidator(_degrees),
    PlainSerializer(canonical, return_type=str),
    _degrees_schema(180),
]


class Point(In):
    """A place on the map; a ward's centre is marked as approximate."""

    lat: Annotated[Latitude, label("Vĩ độ", "Latitude")]
    lon: Annotated[Longitude, label("Kinh độ", "Longitude")]
    approximate: Annotated[bool, label("Gần đúng", "Approximate")] = False
    source: Annotated[Source | None, label("Nguồn tọa độ", "Source")] = None


class Position(In):
    """One corner of an outline."""

    lat: Annotated[Latitude, label("Vĩ độ", "Latitude")]
    lon: Annotated[Longitude, label("Kinh độ", "Longitude")]


class Boundary(In):
    """An outline: corners in order; the last one repeats the first."""

    ring: Annotated[
        tuple[Position, ...],
        label("Các đỉnh", "Corners"),
        Field(min_length=RING, max_length=5000),
    ]
    source: Annotated[Source, label("Nguồn ranh giới", "Source")]


class Location(In):
    """What was written stays; the present unit is added beside it."""

    written: Annotated[
        Line | None, label("Địa chỉ như đã ghi", "Address as written")
    ] = None
    unit_code: Annotated[
        UnitCode | None, label("Mã đơn vị hành chính hiện nay", "Present unit")
    ] = None
    mapping: Annotated[
        Literal["exact", "split", "manual"] | None,
        label("Cách quy đổi về đơn vị hiện nay", "Mapping to the present unit"),
    ] = None
    point: Annotated[Point | None, label("Tọa độ", "Point")] = None


class Journey(In):
    """How far it is to somewhere that matters to a visitor or an investor."""

    to: Annotated[Line, label("Đến", "To")]
    to_en: Annotated[Line | None, label("Tên tiếng Anh", "English name")] = None
    kind: Annotated[
        Literal[
            "airport", "seaport", "river_port", "railway", "road", "border", "city"
        ],
        label("Loại điểm đến", "Kind"),
    ]
    distance: Annotated[Distance, label("Khoảng cách", "Distance")]
