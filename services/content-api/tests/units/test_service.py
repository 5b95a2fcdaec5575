from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from content_api import reference
from content_api.units import names, service


class TestNames:
    def test_a_name_is_known_with_and_without_its_level(self):
        assert names.both("Phường Phố Hiến") == "phuong pho hien|pho hien"

    def test_a_name_that_is_only_a_level_stays(self):
        assert names.bare("Xã") == "xa"

    @given(st.text(max_size=60))
    def test_folding_twice_is_folding_once(self, name):
        assert names.folded(names.folded(name)) == names.folded(name)


class TestFindByName:
    @pytest.mark.parametrize(
        ("name", "found"),
        [
            ("Xã Quảng Châu", [("11980", "exact")]),
            ("Phường Hồng Châu", [("11980", "exact"), ("11980", "present")]),
            ("ngọc thanh", [("11983", "split"), ("12322", "split")]),
            ("Hòa Bình", [("12586", "exact"), ("13132", "exact"), ("13192", "exact")]),
            ("Hà Nội", []),
            (" ", []),
        ],
    )
    async def test_every_present_unit_a_name_may_mean(self, content, name, found):
        async with content.reading() as session:
            candidates = await service.find_by_name(session, name)

        assert [(one.unit.code, one.mapping) for one in candidates] == found

    async def test_unknown_and_old_codes_are_told_with_their_place(self, content):
        named = {"/unit_codes/0": "11980", "/unit_codes/1": "00001", "/a": "11998"}
        async with content.reading() as session:
            problems = await service.unit_problems(session, named, on=date(2026, 1, 1))

        assert [(problem.pointer, problem.code) for problem in problems] == [
            ("/unit_codes/1", "unit-unknown"),
            ("/a", "unit-ended"),
        ]
        assert "Xã Đại Đồng 11995" in problems[1].detail.vi


class TestLoading:
    async def test_loading_again_changes_nothing(self, content):
        counted = text(
            "SELECT (SELECT count(*) FROM content.unit),"
            " (SELECT count(*) FROM content.unit_predecessor),"
            " (SELECT count(*) FROM content.agency),"
            " (SELECT count(*) FROM content.office_holder),"
            " (SELECT count(*) FROM content.target),"
            " (SELECT count(*) FROM content.entitlement),"
            " (SELECT count(*) FROM release.unit),"
            " (SELECT count(*) FROM content.glossary_term)"
        )
        async with content.writing() as session:
            before = (await session.execute(counted)).one()
            loaded = await reference.load(session)
            after = (await session.execute(counted)).one()

        assert {name: loaded[name] for name in ("units", "agencies", "targets")} == {
            "units": 104,
            "agencies": 13,
            "targets": 3,
        }
        assert before == after
        assert before[:2] == (104, 384)

    async def test_a_code_never_changes(self, content):
        statement = text("UPDATE content.unit SET code = '1' WHERE code = '11980'")
        async with content.reading() as session:
            with pytest.raises(DBAPIError):
                await session.execute(statement)
        async with content.writing() as session:
            with pytest.raises(DBAPIError, match="never changes"):
                await session.execute(statement)
            await session.rollback()

    async def test_content_api_cannot_write_what_the_public_reads(self, content):
        async with content.writing() as session:
            with pytest.raises(DBAPIError, match="permission denied"):
                await session.execute(text("DELETE FROM release.unit"))
            await session.rollback()
