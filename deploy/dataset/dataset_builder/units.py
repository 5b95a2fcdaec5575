"""The 104 administrative units with their approximate centres."""

import csv
from dataclasses import dataclass
from functools import cache

from dataset_builder.facts import BUILDER


@dataclass(frozen=True)
class Unit:
    code: str
    name: str
    name_en: str
    level: str
    lat: float
    lon: float


@cache
def all_units() -> tuple[Unit, ...]:
    with (BUILDER / "units.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Unit(
                row["code"],
                row["full_name_vi"],
                row["full_name_en"],
                row["level"],
                float(row["centroid_lat_approx"]),
                float(row["centroid_lon_approx"]),
            )
            for row in csv.DictReader(file)
        )


def unit(code: str) -> Unit:
    return next(unit for unit in all_units() if unit.code == code)
