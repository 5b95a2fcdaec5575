"""Numbers of a report, each counted from a list that can be looked at."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from statistics import median
from typing import Any

from content_api.reports.facts.periods import Period

Row = dict[str, Any]
Facts = Mapping[str, list[Row]]
KINDS = {"released": "new", "corrected": "updated", "withdrawn": "retired"}
HECTARES = {"ha": Decimal(1), "m2": Decimal("0.0001"), "km2": Decimal(100)}
DONG = {
    "VND": Decimal(1),
    "million_VND": Decimal(10**6),
    "billion_VND": Decimal(10**9),
}
SECONDS_A_DAY = 86_400


def figures(
    facts: Facts, period: Period, sync: list[Row] | None = None
) -> dict[str, Any]:
    """`sync` is None when nobody has said what the targets answered."""
    return {
        "items": _items(facts["changes"]),
        "items_total": _kinds(facts["changes"]),
        "topics": _counted(facts["topics"], ("topic", "month", "agency"), "items"),
        "legal_documents": len(facts["legal_documents"]),
        "directives": len(facts["directives"]),
        "people": _people(facts["people"]),
        "trainings": {
            "courses": len(facts["trainings"]),
            "participants": _sum(facts["trainings"], "participants"),
        },
        "media": _media(facts["media"]),
        "targets": _targets(facts["nominations"], facts["offers"], period),
        "sync": sync,
        "publications": _publications(
            [*facts["publications"], *facts["other_publications"]]
        ),
        "events": len(facts["events"]),
        "projects": _projects(facts["projects"]),
        "delegations": _guests(facts["activities"]),
        "press_delegations": _guests(facts["press_delegations"]),
        "press": _press(facts["press"]),
        "gate": _gate(facts["gate"]),
        "budget": {
            "planned": _sum(facts["budgets"], "planned"),
            "spent": _sum(facts["budgets"], "spent"),
        },
    }


def _kinds(rows: Iterable[Row]) -> Row:
    counts = Counter(KINDS[row["kind"]] for row in rows)
    return {name: counts[name] for name in KINDS.values()}


def _items(changes: Iterable[Row]) -> list[Row]:
    return _grouped(changes, ("type", "lang", "agency"), _kinds)


def _grouped(
    rows: Iterable[Row], names: tuple[str, ...], count: Callable[[list[Row]], Row]
) -> list[Row]:
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(row[name] for name in names)].append(row)
    return [
        {**dict(zip(names, place, strict=True)), **count(groups[place])}
        for place in sorted(groups)
    ]


def _counted(rows: Iterable[Row], names: tuple[str, ...], label: str) -> list[Row]:
    return _grouped(rows, names, lambda group: {label: len(group)})


def _sum(rows: Iterable[Row], name: str) -> int:
    return sum(int(row.get(name) or 0) for row in rows)


def _people(rows: list[Row]) -> Row:
    """An agency without the one leader or the one officer has a vacancy."""
    vacant = [
        {"agency": row["agency"], "duty": row["duty"]}
        for row in rows
        if not row["name"]
    ]
    held = Counter(row["duty"] for row in rows if row["name"])
    return {
        "agencies": len({row["agency"] for row in rows}),
        "leaders": held["leader"],
        "officers": held["officer"],
        "vacancies": vacant,
    }


def _media(rows: Iterable[Row]) -> list[Row]:
    return _grouped(
        rows,
        ("kind", "lang"),
        lambda group: {
            "assets": len(group),
            "bytes": _sum(group, "bytes"),
            "with_alt": sum(row["alt"] for row in group),
            "with_rights": sum(row["rights"] for row in group),
        },
    )


def _targets(nominations: list[Row], offers: list[Row], period: Period) -> list[Row]:
    codes = {row["target"] for row in (*nominations, *offers)}
    return [
        _target(
            code,
            [row for row in nominations if row["target"] == code],
            [row for row in offers if row["target"] == code],
            period,
        )
        for code in sorted(codes)
    ]


def _target(
    code: str, nominations: list[Row], offers: list[Row], period: Period
) -> Row:
    decided = [row for row in nominations if period.holds(row["decided_on"])]
    approved = [row for row in decided if row["state"] == "approved"]
    rejected = [row for row in decided if row["state"] == "rejected"]
    seconds = [row["seconds"] for row in approved]
    return {
        "target": code,
        "nominated": sum(period.holds(row["nominated_on"]) for row in nominations),
        "approved": len(approved),
        "rejected": len(rejected),
        "waiting": sum(row["state"] == "nominated" for row in nominations),
        "withdrawn": sum(period.holds(row["withdrawn_on"]) for row in offers),
        "offered": sum(not row["withdrawn_on"] for row in offers),
        "median_days": _days(seconds),
    }


def _days(seconds: list[int]) -> str | None:
    if not seconds:
        return None
    days = Decimal(str(median(seconds))) / SECONDS_A_DAY
    return format(days.quantize(Decimal("0.1")), "f")


def _publications(rows: Iterable[Row]) -> list[Row]:
    def count(group: list[Row]) -> Row:
        copies = sum((Decimal(row["copies"] or 0) for row in group), Decimal())
        return {"titles": len(group), "copies": format(copies, "f")}

    return _grouped(rows, ("kind",), count)


def _projects(rows: list[Row]) -> Row:
    """Amounts in other currencies are counted, not converted."""
    area = sum((_in(row, "area", HECTARES) for row in rows), Decimal())
    capital = sum((_in(row, "capital", DONG) for row in rows), Decimal())
    other = [row for row in rows if row["capital"] and row["capital_unit"] not in DONG]
    return {
        "projects": len(rows),
        "area_ha": format(area, "f"),
        "capital_vnd": format(capital, "f"),
        "in_other_currencies": len(other),
    }


def _in(row: Row, name: str, units: Mapping[str, Decimal]) -> Decimal:
    factor = units.get(row[f"{name}_unit"])
    return Decimal(row[name]) * factor if row[name] and factor else Decimal()


def _guests(rows: list[Row]) -> Row:
    countries = {country for row in rows for country in row["countries"]}
    return {
        "delegations": _sum(rows, "delegations"),
        "people": _sum(rows, "people"),
        "countries": len(countries),
    }


def _press(rows: list[Row]) -> Row:
    hours = [each for row in rows for each in row["hours"]]
    return {
        "cases": _sum(rows, "cases"),
        "answered": _sum(rows, "answered"),
        "median_hours": int(median(hours)) if hours else None,
    }


def _gate(rows: list[Row]) -> Row:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row["action"]] += row["count"]
    return {
        "checks": counts["item.cleared"] + counts["item.returned"],
        "cleared": counts["item.cleared"],
        "returned": counts["item.returned"],
        "stopped": counts["marking.refused"],
        "withdrawn": counts["item.withdrawn"],
    }
