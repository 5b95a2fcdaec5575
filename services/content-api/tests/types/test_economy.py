from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_api.types.check import check

AREAS = st.lists(st.decimals("0.01", 10_000, places=2), min_size=1, max_size=8)


def codes(type_code, fields):
    checked = check(type_code, fields, {"vi": {"title": "A"}})
    return {problem.pointer: problem.code for problem in checked.problems}


class TestIndustrialPark:
    def test_the_real_phases_of_thang_long_ii_add_up(self, thang_long_ii):
        assert codes("industrial_park", thang_long_ii()) == {}

    def test_a_wrong_sum_is_told_figure_by_figure(self, thang_long_ii, title):
        fields = thang_long_ii(areas=("219.6", "125.6", "190.5"))

        checked = check("industrial_park", fields, title)

        [problem] = checked.problems
        assert problem.pointer == "/fields/phases"
        assert problem.code == "figures-do-not-add-up"
        for part in ("219,6 + 125,6 + 190,5 = 535,7 ha", "525,7 ha", "lệch 10 ha"):
            assert part in problem.detail.vi
        for part in ("phase 1: 219.6 ha", "phase 2: 125.6 ha", "phase 3: 190.5 ha"):
            assert part in problem.detail.en

    @pytest.mark.parametrize(
        ("third", "refused"), [("180.51", False), ("180.52", True)]
    )
    def test_a_hundredth_of_a_hectare_is_rounding(self, thang_long_ii, third, refused):
        fields = thang_long_ii(areas=("219.6", "125.6", third))

        assert bool(codes("industrial_park", fields)) is refused

    def test_a_phase_without_area_leaves_the_sum_open(self, thang_long_ii):
        fields = thang_long_ii(areas=("219.6",))
        fields["phases"].append({"number": 2})

        assert codes("industrial_park", fields) == {}

    @given(AREAS, st.decimals("0.02", 100, places=2))
    def test_sums_pass_and_anything_else_does_not(self, areas, excess):
        source = {"text": "A"}
        phases = [
            {
                "number": number,
                "area": {
                    "value": str(area),
                    "unit": "ha",
                    "as_of": "2025",
                    "source": source,
                },
            }
            for number, area in enumerate(areas, start=1)
        ]
        whole = {"unit": "ha", "as_of": "2025", "source": source}
        total = sum(areas, Decimal(0))

        right = {"phases": phases, "area": {**whole, "value": str(total)}}
        wrong = {"phases": phases, "area": {**whole, "value": str(total + excess)}}

        assert codes("industrial_park", right) == {}
        assert codes("industrial_park", wrong) == {
            "/fields/phases": "figures-do-not-add-up"
        }

    def test_phases_are_numbered_once(self, thang_long_ii):
        fields = thang_long_ii()
        fields["phases"][1]["number"] = 1

        assert codes("industrial_park", fields) == {
            "/fields/phases/1/number": "phase-twice"
        }

    def test_leased_fits_into_leasable_and_leasable_into_area(self, figure):
        fields = {
            "area": figure("100"),
            "leasable_area": figure("120"),
            "leased_area": figure("130"),
        }

        assert codes("industrial_park", fields) == {
            "/fields/leasable_area": "figure-too-large",
            "/fields/leased_area": "figure-too-large",
        }

    @pytest.mark.parametrize(
        ("stated", "refused"),
        [("70", False), ("71", False), ("72", True), ("68", True)],
    )
    def test_occupancy_is_leased_over_leasable(self, figure, stated, refused):
        fields = {
            "leasable_area": figure("100"),
            "leased_area": figure("70"),
            "occupancy": figure(stated, "percent"),
        }

        assert bool(codes("industrial_park", fields)) is refused

    def test_nothing_is_more_than_full(self, figure):
        fields = {"occupancy": figure("100.1", "percent")}

        assert codes("industrial_park", fields) == {
            "/fields/occupancy/value": "percent-over-hundred"
        }

    def test_an_outline_closes(self):
        corners = [("20.1", "106"), ("20.2", "106"), ("20.2", "106.1"), ("20.1", "107")]
        ring = [{"lat": lat, "lon": lon} for lat, lon in corners]
        source = {"text": "Bản đồ quy hoạch"}

        fields = {"boundary": {"ring": ring, "source": source}}
        closed = {"boundary": {"ring": [*ring, ring[0]], "source": source}}

        assert codes("industrial_park", fields) == {
            "/fields/boundary/ring": "outline-open"
        }
        assert codes("industrial_park", closed) == {}


class TestInvestmentProject:
    def test_the_range_of_capital_starts_with_the_least(self, figure):
        low, high = figure("30", "million_USD"), figure("20", "million_USD")

        assert codes("investment_project", {"capital": {"min": low, "max": high}}) == {
            "/fields/capital/min": "figure-too-large"
        }
        assert codes("investment_project", {"capital": {"min": high, "max": low}}) == {}

    def test_a_range_is_in_one_currency_and_excludes_an_amount(self, figure):
        dollars, dong = figure("3", "million_USD"), figure("90", "billion_VND")
        capital = {"amount": dollars, "min": dollars, "max": dong}

        assert codes("investment_project", {"capital": capital}) == {
            "/fields/capital": "capital-twice",
            "/fields/capital/max/unit": "units-differ",
        }

    def test_land_is_not_measured_in_money(self, figure):
        assert codes("investment_project", {"land_area": figure("3", "USD")}) == {
            "/fields/land_area/unit": "unit-not-allowed"
        }

    def test_the_call_ends_after_it_starts(self):
        fields = {"valid_from": "2025-06-01", "valid_until": "2025-05-01"}

        assert codes("investment_project", fields) == {
            "/fields/valid_until": "dates-out-of-order"
        }


class TestProduct:
    def test_the_longan_indication_and_the_honey_mark_are_different_titles(self):
        area = "TP Hưng Yên, huyện Khoái Châu, Tiên Lữ, Kim Động"
        fields = {
            "kind": "fruit",
            "protections": [
                {
                    "kind": "geographical_indication",
                    "number": "00055",
                    "granted_on": "2017-08-07",
                    "area_written": area,
                }
            ],
        }

        assert codes("product", fields) == {}

    def test_one_number_is_not_two_kinds_of_title(self):
        titles = [
            {"kind": "geographical_indication", "number": "00055"},
            {"kind": "certification_mark", "number": "00055"},
        ]

        assert codes("product", {"protections": titles}) == {
            "/fields/protections/1/kind": "protection-kinds-mixed"
        }

    def test_an_ocop_grade_is_no_protection(self):
        number = "1234/QĐ-UBND"
        fields = {
            "protections": [{"kind": "certification_mark", "number": number}],
            "ocop": {"stars": 4, "decision": {"number": number}},
        }

        assert codes("product", fields) == {
            "/fields/ocop/decision/number": "protection-kinds-mixed"
        }
        ocop = {"protections": [{"kind": "ocop", "number": number}]}
        assert codes("product", ocop) == {"/fields/protections/0/kind": "not-in-list"}

    @pytest.mark.parametrize(
        ("until", "code"),
        [
            ("2023-12-25", None),
            ("2023-12-26", "ocop-over-36-months"),
            ("2020-12-24", "dates-out-of-order"),
        ],
    )
    def test_an_ocop_grade_lasts_36_months(self, until, code):
        decision = {"number": "1/QĐ-UBND", "issued_on": "2020-12-25"}
        ocop = {"stars": 4, "decision": decision, "valid_until": until}

        expected = {"/fields/ocop/valid_until": code} if code else {}
        assert codes("product", {"ocop": ocop}) == expected


class TestEnterprise:
    def test_a_person_is_named_only_with_consent(self):
        fields = {"representative": {"name": "Nguyễn Văn A"}}

        assert codes("enterprise", fields) == {
            "/fields/representative": "consent-missing"
        }

    @pytest.mark.parametrize(
        ("code", "right"),
        [("0900283167", True), ("0900283167-001", True), ("MST 09002", False)],
    )
    def test_the_enterprise_code_is_the_tax_code(self, code, right):
        assert (codes("enterprise", {"enterprise_code": code}) == {}) is right
