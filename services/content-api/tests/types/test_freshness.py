from datetime import date

from content_api.types.freshness import Stale, stale_facts


def test_a_figure_is_stale_when_its_own_clock_has_run_out(figure):
    fields = {
        "area": figure("5", as_of="2025-06"),
        "occupancy": figure("84", "percent", as_of="2025-06"),
        "utilities": {"power": figure("176", "MVA", as_of="2013")},
    }

    assert stale_facts("industrial_park", fields, on=date(2025, 11, 23)) == [
        Stale("/fields/occupancy", date(2025, 9, 30)),
        Stale("/fields/utilities/power", date(2014, 12, 31)),
    ]


def test_a_figure_of_a_period_counts_from_its_last_day(figure):
    fields = {"area": figure("5", as_of="2022-2023")}

    assert stale_facts("industrial_park", fields, on=date(2024, 12, 31)) == []
    assert stale_facts("industrial_park", fields, on=date(2025, 1, 1)) != []


def test_a_paper_is_stale_after_its_last_day():
    ocop = {"stars": 4, "decision": {"number": "1"}, "valid_until": "2025-01-31"}

    assert stale_facts("product", {"ocop": ocop}, on=date(2025, 1, 31)) == []
    assert stale_facts("product", {"ocop": ocop}, on=date(2025, 2, 1)) == [
        Stale("/fields/ocop/valid_until", date(2025, 1, 31))
    ]
