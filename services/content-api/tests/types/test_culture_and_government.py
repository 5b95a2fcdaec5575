import pytest

from content_api.types.check import check


def codes(type_code, fields):
    checked = check(type_code, fields, {"vi": {"title": "A"}})
    return {problem.pointer: problem.code for problem in checked.problems}


class TestEvent:
    def test_a_lunar_festival_needs_no_solar_day(self):
        fields = {
            "kind": "festival",
            "lunar": {"start": {"month": 2, "day": 10}, "days": 3},
            "recurrence": "yearly",
        }

        assert codes("event", fields) == {}

    def test_an_event_without_any_day_is_refused(self):
        assert codes("event", {}) == {"/fields/solar": "event-without-days"}

    def test_both_calendars_last_as_long(self):
        lunar = {"start": {"month": 2, "day": 10}, "days": 3}
        solar = {"start": "2017-03-07", "end": "2017-03-09"}

        assert codes("event", {"lunar": lunar, "solar": solar}) == {}
        assert codes("event", {"lunar": {**lunar, "days": 2}, "solar": solar}) == {
            "/fields/lunar/days": "calendars-differ"
        }

    def test_both_calendars_name_one_day(self):
        lunar = {"start": {"month": 2, "day": 10}, "days": 3}

        checked = check(
            "event",
            {"lunar": lunar, "solar": {"start": "2017-03-08"}},
            {"vi": {"title": "A"}},
        )

        [problem] = checked.problems
        assert problem.code == "calendars-disagree"
        assert "ngày 11 tháng 2 âm lịch" in problem.detail.vi

    def test_there_is_no_31st_lunar_day(self):
        lunar = {"start": {"month": 13, "day": 31}}

        assert codes("event", {"lunar": lunar}) == {
            "/fields/lunar/start/month": "too-large",
            "/fields/lunar/start/day": "too-large",
        }

    def test_an_event_ends_after_it_starts(self):
        solar = {"start": "2017-03-09", "end": "2017-03-07"}

        assert codes("event", {"solar": solar}) == {
            "/fields/solar/end": "dates-out-of-order"
        }


class TestDestination:
    def test_an_unranked_place_has_no_ranking_decision(self):
        fields = {"rank": "unranked", "decision": {"number": "2408/QĐ-TTg"}}

        assert codes("destination", fields) == {"/fields/decision": "rank-contradicted"}

    def test_doors_close_after_they_open(self):
        hours = {"days": ["mon"], "opens": "17:00", "closes": "07:00"}

        assert codes("destination", {"opening": [hours]}) == {
            "/fields/opening/0/closes": "hours-out-of-order"
        }

    def test_what_is_free_has_no_ticket(self, figure):
        tickets = [{"price": figure("20000", "VND")}]

        assert codes("destination", {"free": True, "tickets": tickets}) == {
            "/fields/tickets": "ticket-contradicted"
        }

    @pytest.mark.parametrize("lat", ["91", "x", "-90.1"])
    def test_a_point_is_on_the_globe(self, lat):
        point = {"lat": lat, "lon": "106.0683"}

        assert list(codes("destination", {"location": {"point": point}})) == [
            "/fields/location/point/lat"
        ]


class TestPublication:
    @pytest.mark.parametrize(
        ("isbn", "right"),
        [
            ("978-0-306-40615-7", True),
            ("0-306-40615-2", True),
            ("080442957X", True),
            ("978-0-306-40615-8", False),
            ("12", False),
        ],
    )
    def test_an_isbn_has_the_right_check_digit(self, isbn, right):
        assert (codes("publication", {"isbn": isbn}) == {}) is right

    @pytest.mark.parametrize("fields", [{"kind": "map"}, {"contains_map": True}])
    def test_a_map_was_looked_at_by_somebody(self, fields):
        check_made = {"checked_by": "Trần Thị B", "checked_on": "2025-01-01"}

        assert codes("publication", fields) == {"/fields/map_check": "map-not-checked"}
        assert codes("publication", {**fields, "map_check": check_made}) == {}


class TestGovernment:
    def test_a_text_takes_effect_after_it_was_issued_and_before_it_ends(self):
        fields = {
            "number": "72/2015/NĐ-CP",
            "issued_on": "2015-09-07",
            "effective_on": "2015-09-01",
            "expires_on": "2015-08-01",
        }

        assert codes("legal_document", fields) == {
            "/fields/effective_on": "dates-out-of-order",
            "/fields/expires_on": "dates-out-of-order",
        }

    def test_a_text_says_when_it_began_and_when_it_ended(self):
        number = {"number": "1/QĐ-UBND"}

        assert codes("legal_document", {**number, "status": "in_force"}) == {
            "/fields/effective_on": "effective-day-missing"
        }
        assert codes("legal_document", {**number, "status": "expired"}) == {
            "/fields/expires_on": "expiry-day-missing"
        }

    def test_people_stay_in_the_order_of_protocol(self):
        hosts = [
            {"name": name, "office": office}
            for name, office in (("Ỷ", "Bí thư"), ("An", "Chủ tịch"), ("Bình", "Phó"))
        ]
        fields = {"held": {"start": "2025-10-04"}, "hosts": hosts}

        once = check("activity", fields, {})
        again = check("activity", once.fields, {})

        assert again.fields["hosts"] == once.fields["hosts"] == hosts

    def test_a_signing_signs_something(self):
        fields = {"kind": "signing", "held": {"start": "2025-10-04"}}

        assert codes("activity", fields) == {"/fields/signed": "nothing-signed"}

    def test_a_free_procedure_has_no_fee(self, figure):
        fields = {"free": True, "fee": figure("100000", "VND"), "filing": ["online"]}

        assert codes("procedure", fields) == {
            "/fields/fee": "fee-contradicted",
            "/fields/online_url": "online-page-missing",
        }

    @pytest.mark.parametrize(
        ("url", "right"),
        [
            ("https://asean.org/", True),
            ("http://asean.mofa.gov.vn", True),
            ("javascript:alert(1)", False),
            ("https://user@evil.example/", False),
            ("asean.org", False),
        ],
    )
    def test_a_link_goes_to_a_web_page(self, url, right):
        assert (codes("link", {"url": url}) == {}) is right

    @pytest.mark.parametrize(
        ("type_code", "name", "more"),
        [
            ("gallery", "taken", {}),
            ("link", "validity", {"url": "https://asean.org/"}),
            ("procedure", "validity", {}),
            ("activity", "held", {}),
        ],
    )
    def test_spans_are_in_order(self, type_code, name, more):
        span = {"start": "2025-02-01", "end": "2025-01-01"}

        assert codes(type_code, {name: span, **more}) == {
            f"/fields/{name}/end": "dates-out-of-order"
        }
