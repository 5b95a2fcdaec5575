import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_api.types import registry
from content_api.types.check import check, gaps, offer_problems
from content_api.types.errors import ContentTypeNotFoundError


def pointers(checked):
    return {problem.pointer: problem.code for problem in checked.problems}


class TestRefusals:
    def test_a_wrong_unit_is_named_where_it_stands(self, figure, title):
        checked = check("industrial_park", {"area": figure("5", "m2")}, title)

        assert pointers(checked) == {"/fields/area/unit": "unit-not-allowed"}
        detail = checked.problems[0].detail
        assert "phải là ha" in detail.vi
        assert "must be ha" in detail.en

    def test_unknown_fields_are_refused_in_fields_and_in_texts(self):
        texts = {"vi": {"title": "A", "headline": "B"}}

        checked = check("article", {"colour": "red"}, texts)

        assert pointers(checked) == {
            "/fields/colour": "unknown-field",
            "/texts/vi/headline": "unknown-field",
        }

    @pytest.mark.parametrize("value", ["525,7", "1e3", "-1", "", None, True, "nan"])
    def test_a_value_that_is_no_plain_number_is_explained(self, figure, title, value):
        checked = check("industrial_park", {"area": figure(value)}, title)

        assert pointers(checked) == {"/fields/area/value": "not-a-number"}

    @pytest.mark.parametrize("as_of", ["2025-13", "2025-02-30", "hôm qua", "2023-2022"])
    def test_a_time_that_is_no_period_is_explained(self, figure, title, as_of):
        fields = {"area": figure("5", as_of=as_of)}

        checked = check("industrial_park", fields, title)

        assert pointers(checked) == {"/fields/area/as_of": "not-a-period"}

    def test_a_figure_without_source_or_time_is_no_figure(self, title):
        fields = {"area": {"value": "5", "unit": "ha"}}

        checked = check("industrial_park", fields, title)

        assert pointers(checked) == {
            "/fields/area/as_of": "missing",
            "/fields/area/source": "missing",
        }

    def test_every_language_is_checked_by_itself(self):
        texts = {"vi": {"title": "Tin"}, "en": {"title": ""}, "ja": {}}

        checked = check("article", {}, texts)

        assert pointers(checked) == {
            "/texts/en/title": "too-short",
            "/texts/ja/title": "missing",
        }
        assert checked.texts == {"vi": {"title": "Tin"}}

    def test_the_refused_value_is_never_repeated(self, title):
        checked = check("link", {"url": "ftp://bí-mật.example"}, title)

        assert "bí-mật" not in repr(checked.problems)

    def test_every_problem_speaks_both_languages(self, figure, title):
        fields = {
            "area": figure("x", "acre", as_of="?"),
            "phases": 1,
            "contact": {"email": "none"},
            "term_until": "2025-02-30",
            "boundary": {"ring": []},
            "sectors": [1],
        }

        checked = check("industrial_park", fields, title)

        assert len(checked.problems) > 6
        for problem in checked.problems:
            assert problem.detail.vi != problem.detail.en

    def test_an_unknown_type_is_an_expected_failure(self):
        with pytest.raises(ContentTypeNotFoundError):
            check("castle", {}, {})


class TestCanonicalContent:
    def test_numbers_become_plain_decimal_strings(self, figure, title):
        fields = {"area": figure(525.70), "leased_area": figure("080.10")}

        checked = check("industrial_park", fields, title)

        assert checked.problems == ()
        assert checked.fields["area"]["value"] == "525.7"
        assert checked.fields["leased_area"]["value"] == "80.1"

    def test_what_equals_its_default_is_left_out(self, figure, title):
        fields = {"area": figure("5", precision="exact", note=None), "aliases": []}

        checked = check("industrial_park", fields, title)

        assert checked.fields == {"area": figure("5")}

    @given(st.decimals(0, 10**12, places=4))
    def test_canonical_figures_are_fixed_points_without_floats(self, value):
        figure = {
            "value": format(value, "f"),
            "unit": "ha",
            "as_of": "2025",
            "source": {"text": "A"},
        }
        texts = {"vi": {"title": "A"}}

        once = check("industrial_park", {"area": figure}, texts)
        twice = check("industrial_park", once.fields, once.texts)

        assert once.problems == ()
        assert twice == once
        assert json.loads(json.dumps(once.fields), parse_float=pytest.fail)
        assert value == type(value)(once.fields["area"]["value"])

    def test_bodies_become_clean_html_and_stay_so(self):
        texts = {"vi": {"title": "A", "body": "Một\n\n2 < 3 & 4"}}

        once = check("article", {}, texts)
        again = check("article", {}, once.texts)

        assert once.texts["vi"]["body"] == "<p>Một</p><p>2 &lt; 3 &amp; 4</p>"
        assert again.texts == once.texts

    def test_bodies_lose_what_could_run(self):
        body = '<p onclick="x()">A</p><script>x()</script><a href="javascript:x">b</a>'

        checked = check("article", {}, {"vi": {"title": "A", "body": body}})

        assert checked.texts["vi"]["body"] == "<p>A</p><a>b</a>"


class TestReadiness:
    def test_gaps_name_what_a_release_still_needs(self, figure):
        found = gaps("industrial_park", {"area": figure("5")}, {"title": "A"})

        assert [gap.pointer for gap in found] == ["/fields/status", "/texts/summary"]

    def test_a_project_with_an_investor_is_not_offered(self):
        assert offer_problems("investment_project", {"status": "in_list"}) == []

        found = offer_problems("investment_project", {"status": "has_investor"})

        assert [problem.code for problem in found] == ["project-no-longer-open"]

    def test_an_enterprise_is_offered_only_with_consent_to_go_abroad(self):
        consent = {"given_on": "2025-01-01", "given_by": "Giám đốc"}

        refused = offer_problems("enterprise", {"consent": consent})
        allowed = offer_problems("enterprise", {"consent": {**consent, "abroad": True}})

        assert [problem.code for problem in refused] == ["consent-abroad-missing"]
        assert allowed == []

    @pytest.mark.parametrize("content_type", registry.all_types(), ids=lambda t: t.code)
    def test_what_a_type_refers_to_exists(self, content_type):
        fields, texts = (
            content_type.fields.model_fields,
            content_type.texts.model_fields,
        )

        for pointer in content_type.needed:
            part, _, name = pointer.partition("/")
            assert name in {"fields": fields, "texts": texts}[part]
        assert set(content_type.card) <= set(fields)
        assert set(content_type.fresh_figures) <= set(fields)
        assert {"title", "summary"} <= set(texts)
