from datetime import date

import pytest
from sqlalchemy import text

from content_api.agencies.service import agency_with_code
from content_api.targets.service import is_entitled
from content_api.types import registry

THEN, NOW = date(2020, 6, 1), date(2026, 6, 1)


class TestEntitlements:
    @pytest.mark.parametrize(
        ("agency", "type_code", "target", "on", "entitled"),
        [
            ("so-tttt", "article", "national-fi", THEN, True),
            ("so-tttt", "article", "national-fi", NOW, False),
            ("so-vhttdl", "article", "national-fi", NOW, True),
            ("so-vhttdl", "activity", "national-fi", THEN, False),
            ("so-vhttdl", "destination", "asean-bis", NOW, False),
            ("so-khdt", "investment_project", "asean-portal", THEN, True),
            ("so-tc", "investment_project", "asean-portal", NOW, True),
            ("so-tc", "enterprise", "asean-bis", NOW, True),
            ("so-ct", "enterprise", "asean-bis", NOW, True),
            ("so-ct", "product", "asean-portal", NOW, False),
            ("bql-kcn", "industrial_park", "asean-portal", THEN, True),
            ("bql-kkt", "industrial_park", "asean-portal", NOW, True),
            ("bql-kkt", "procedure", "asean-portal", NOW, False),
            ("vp-ubnd", "link", "asean-portal", NOW, True),
            ("vp-ubnd", "activity", "asean-portal", NOW, False),
        ],
    )
    async def test_the_matrix_is_that_of_the_plan(
        self, session, agency, type_code, target, on, entitled
    ):
        owner = await agency_with_code(session, agency)

        found = await is_entitled(session, owner.id, type_code, target, on)

        assert found is entitled

    async def test_a_closed_target_takes_nothing(self, session):
        owner = await agency_with_code(session, "so-ct")
        close = "UPDATE content.target SET valid_to = :on WHERE code = 'asean-bis'"
        await session.execute(text(close), {"on": NOW})

        found = await is_entitled(session, owner.id, "enterprise", "asean-bis", NOW)

        await session.rollback()
        assert found is False

    async def test_the_matrix_speaks_of_types_that_exist(self, session):
        rows = await session.execute(
            text("SELECT DISTINCT type FROM content.entitlement")
        )

        known = {content_type.code for content_type in registry.all_types()}
        assert {row.type for row in rows} <= known


async def test_the_sync_reads_the_targets_from_midnight_in_the_province(session):
    row = await session.execute(
        text(
            "SELECT name, follow_policy, valid_from AT TIME ZONE 'UTC' AS since"
            " FROM release.target WHERE code = 'national-fi'"
        )
    )

    told = row.one()
    assert told.name["en"] == "National database of external information"
    assert told.follow_policy == "follow"
    assert told.since.isoformat() == "2019-12-31T17:00:00"
