"""A selection is one query, and says which clause keeps an item out."""

import json

import psycopg
import pytest
from tests.standins.releases import Brochure, Releases

from asean_sync.planning.queries import released
from asean_sync.profiles.mapping import Predicate
from phohien import keys
from phohien import urls as addresses
from phohien.db import Database
from phohien_stack import databases

TARGET = "thu-chon"
FIELDS = {"area": 12.5, "lots": 40, "open": True, "since": "2020-05-01", "none": []}


@pytest.fixture(scope="module")
def own(postgres):
    """A database that nothing else is released in."""
    made = databases.clone(postgres, "selection")
    yield made
    databases.drop(postgres, made)


@pytest.fixture
async def session(own):
    async with (
        Database.connect(own.sync, application_name="test") as database,
        database.snapshot() as session,
    ):
        yield session


@pytest.fixture(scope="module")
def item(own):
    """Released and offered in two languages; in a third only released."""
    releases, key = Releases(own.owner), f"hy-industrial-park-{keys.crockford(8)}"
    releases.add_target(TARGET)
    for lang in ("vi", "en", "ja"):
        doc = releases.release(key, lang, "Phố Nối")
        if lang != "ja":
            releases.offer(doc, TARGET)
    # What another item has, and in which languages, says nothing about this one.
    other = f"hy-industrial-park-{keys.crockford(8)}"
    cover = Brochure(b"\x89PNG", role="cover", mime="image/png", filename="bia.png")
    releases.offer(releases.release(other, "fr", "Parc", cover), TARGET)
    with psycopg.connect(addresses.libpq(own.owner), autocommit=True) as db:
        db.execute(
            "update release.document set topics = '{investment,trade}', doc ="
            " (doc::jsonb || jsonb_build_object('fields', %s::jsonb))::text"
            " where key = %s",
            (json.dumps(FIELDS), key),
        )
    return key


@pytest.fixture
def verdict(session, item):
    """None: both languages are wanted; else what is said of the first that is not."""

    async def judge(select):
        found = await released.candidates(
            session, TARGET, Predicate.model_validate(select)
        )
        mine = [one.released for one in found if one.released.key == item]
        assert {one.lang for one in mine} == {"vi", "en"}
        assert all(bool(one.doc) is (one.excluded is None) for one in mine)
        return next((one.excluded for one in mine if one.excluded), None)

    return judge


@pytest.mark.parametrize(
    ("select", "wanted"),
    [
        ({"eq": ["type", "industrial_park"]}, True),
        ({"in": ["type", ["product", "event"]]}, False),
        ({"in": ["topics", ["culture", "trade"]]}, True),
        ({"contains": ["topics", "trade"]}, True),
        ({"contains": ["topics", "tra"]}, False),
        ({"eq": ["agency.code", "izb"]}, True),
        ({"eq": ["language.code", "vi"]}, False),
        ({"all": [{"exists": "fields.area"}, {"not": {"exists": "fields.no"}}]}, True),
        ({"exists": "fields.none"}, False),
        ({"not": {"eq": ["fields.no", "x"]}}, True),
        ({"any": [{"eq": ["type", "x"]}, {"eq": ["type", "y"]}]}, False),
        ({"any": []}, False),
        ({"all": []}, True),
        ({"gte": ["fields.area", 12.5]}, True),
        ({"gte": ["fields.lots", 41]}, False),
        ({"lte": ["fields.lots", 40]}, True),
        ({"gte": ["fields.since", 3]}, False),
        ({"gte": ["fields.since", "2020-01-01"]}, True),
        ({"eq": ["fields.open", True]}, True),
        ({"eq": ["fields.lots", "40"]}, False),
        ({"eq": ["key", "'; drop table release.offer; --"]}, False),
        ({"languages_approved": {"min": ["vi", "en"]}}, True),
        ({"languages_approved": {"min": ["vi", "ja"]}}, False),
        ({"contains": ["languages", "en"]}, True),
        ({"contains": ["languages", "fr"]}, False),
        ({"in": ["media", ["cover", "photo"]]}, False),
        ({"contains": ["media", "cover"]}, False),
        ({"gte": ["revision", 1]}, True),
    ],
)
async def test_a_clause_holds_or_says_no(verdict, select, wanted):
    assert (await verdict(select) is None) is wanted


async def test_the_first_clause_that_says_no_is_named(verdict):
    said = await verdict(
        {
            "all": [
                {"eq": ["type", "industrial_park"]},
                {"all": [{"contains": ["topics", "culture"]}, {"exists": "units"}]},
            ]
        }
    )
    assert said == 'excluded by {"contains":["topics","culture"]}'
