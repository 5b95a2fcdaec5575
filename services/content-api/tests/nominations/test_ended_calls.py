"""What is no longer to be had leaves every target with the release that says so."""

import secrets

import psycopg
import pytest

from content_api.types import registry
from content_api.types.economy.investment_project import TAKEN
from phohien.urls import libpq


@pytest.fixture
def offer(urls):
    """Offers a released language, as an approval does; and says which still stand."""

    def run(statement, *values):
        with psycopg.connect(libpq(urls.owner), autocommit=True) as owner:
            return owner.execute(statement, values)

    def make(item):
        target = f"target-{secrets.token_hex(4)}"
        run(
            "INSERT INTO content.target (code, name_vi, name_en, follow_policy,"
            " valid_from) VALUES (%s, 'Đích', 'Target', 'follow', '2020-01-01')",
            target,
        )
        run(
            "INSERT INTO content.entitlement (agency_id, type, target_code, manner,"
            " clause, valid_from) SELECT agency_id, type, %s, 'direct', 'IV',"
            " '2020-01-01' FROM content.item WHERE id = %s",
            target,
            item["id"],
        )
        run(
            "INSERT INTO release.offer (item_id, key, target_code, lang, closure_hash,"
            " follow_policy, approved_by, approved_at)"
            " SELECT item_id, key, %s, lang, closure_hash, 'follow', item_id, now()"
            "   FROM release.document WHERE item_id = %s",
            target,
            item["id"],
        )

    def standing(item):
        with psycopg.connect(libpq(urls.owner)) as owner:
            return owner.execute(
                "SELECT count(*) FROM release.offer"
                " WHERE item_id = %s AND withdrawn_at IS NULL",
                [item["id"]],
            ).fetchone()[0]

    make.standing = standing
    return make


CASES = {
    "investment_project": (
        {"status": "in_list", "contact": {"office": "Sở Tài chính"}},
        {"objective": "Kêu gọi."},
        {"status": "has_investor"},
    ),
    "enterprise": (
        {
            "legal_name": "Công ty A",
            "consent": {"given_on": "2025-01-01", "given_by": "GĐ", "abroad": True},
        },
        {},
        {"consent": {"given_on": "2025-01-01", "given_by": "GĐ"}},
    ),
}


@pytest.mark.parametrize("type_code", CASES)
async def test_the_release_that_says_so_ends_every_offer(
    type_code, make_released, draft_of, take, officer, leader, offer
):
    fields, texts, after = CASES[type_code]
    words = {"title": "A", "summary": "B", **texts}
    languages = {"vi": words, "en": words}
    item = await make_released(type=type_code, fields=fields, languages=languages)
    offer(item)

    async def release(changed):
        now = (await officer.client.get(f"/staff/v1/items/{item['key']}")).json()
        put = await officer.client.put(
            f"/staff/v1/items/{item['key']}",
            json=draft_of(now, fields={**now["fields"], **changed}),
            headers={"If-Match": f'"{now["hash"]}"'},
        )
        moved = await take("submit", put.json(), "vi", by=officer)
        moved = await take("clear", moved, "vi", by=leader, declaration=True)
        await take("release", moved, "vi", by=leader)

    await release({"location": {"written": "Xã Tân Hưng"}})
    assert offer.standing(item) == 2
    await release(after)
    assert offer.standing(item) == 0


def test_every_type_that_is_kept_from_targets_ends_its_offers_too():
    """A new rule for offers needs its line in the trigger of the releases."""
    kept = {kind.code for kind in registry.all_types() if kind.offer_rules}

    assert kept == set(CASES)
    assert {"has_investor", "licensed", "suspended", "withdrawn"} == TAKEN
