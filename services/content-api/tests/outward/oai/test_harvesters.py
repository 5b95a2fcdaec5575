"""Two harvesters that nobody here wrote, over a socket."""

import asyncio
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from oaipmh_scythe import Scythe

# Its source has escapes that today's Python warns of when it compiles them.
with warnings.catch_warnings(action="ignore"):
    from sickle import Sickle
    from sickle.oaiexceptions import NoRecordsMatch

Harvest = Callable[..., Any]
MANY = 230


def by_sickle(url: str, **wanted: str) -> dict[str, bool]:
    """Every identifier, and whether it is deleted."""
    since = {"from": wanted.pop("since")} if "since" in wanted else {}
    found = Sickle(url).ListRecords(metadataPrefix="oai_dc", **wanted, **since)
    return {one.header.identifier: bool(one.header.deleted) for one in found}


def by_scythe(url: str, **wanted: str) -> dict[str, bool]:
    renamed = {"since": "from_", "set": "set_"}
    given = {renamed.get(name, name): value for name, value in wanted.items()}
    with Scythe(url) as scythe:
        found = scythe.list_records(metadata_prefix="oai_dc", **given)
        return {one.header.identifier: bool(one.header.deleted) for one in found}


@pytest.fixture(params=[by_sickle, by_scythe])
def harvest(request, address):
    """`await harvest(set="lang:vi")`, in a thread, as a program elsewhere does."""

    async def run(**wanted: str) -> dict[str, bool]:
        return await asyncio.to_thread(request.param, f"{address}/v1/oai", **wanted)

    return run


@pytest.fixture
def identifier():
    return lambda item, lang="vi": f"oai:phohien.localhost:{item['key']}.{lang}"


async def test_a_full_harvest_misses_nothing(
    harvest, release, withdraw, identifier
) -> None:
    items = [release() for _ in range(MANY)]
    gone = items[::10]
    for item in gone:
        withdraw(item)

    harvested = await harvest()

    assert harvested == {
        identifier(item): any(item is one for one in gone) for item in items
    }


async def test_an_incremental_harvest_gets_what_happened_since(
    harvest, address, release, withdraw, identifier
) -> None:
    old, corrected, gone = release(), release(), release()
    await asyncio.sleep(1.1)
    said = await asyncio.to_thread(lambda: Sickle(f"{address}/v1/oai").Identify())
    since = said.xml.getparent().find("{*}responseDate").text
    release(item=corrected, title="Khu công nghiệp đã đổi tên")
    withdraw(gone)
    fresh = release("en")

    harvested = await harvest(since=since)

    assert identifier(old) not in harvested
    assert harvested == {
        identifier(corrected): False,
        identifier(gone): True,
        identifier(fresh, "en"): False,
    }


async def test_sets_are_by_type_and_by_language(harvest, release, identifier) -> None:
    item = release("vi", "en")
    other = release(type="destination", key="hy-destination-7k3m9qx2")

    assert await harvest(set="lang:en") == {identifier(item, "en"): False}
    assert await harvest(set="type:destination") == {identifier(other): False}


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_data_that_change_under_a_harvest_are_all_seen(
    method, address, release, withdraw, identifier
) -> None:
    items = [release() for _ in range(MANY)]
    walk = Sickle(f"{address}/v1/oai", http_method=method).ListRecords

    def start() -> Any:
        return walk(metadataPrefix="oai_dc")

    records = await asyncio.to_thread(start)
    seen = {}
    for _ in range(50):
        one = await asyncio.to_thread(records.next)
        seen[one.header.identifier] = one.header.deleted
    release(item=items[0], title="Đã thấy, rồi đổi")
    release(item=items[-1], title="Chưa thấy mà đã đổi")
    withdraw(items[1])
    withdraw(items[-2])
    late = release()
    rest = await asyncio.to_thread(lambda: list(records))
    seen |= {one.header.identifier: one.header.deleted for one in rest}

    assert seen.keys() == {identifier(item) for item in [*items, late]}
    assert {name for name, deleted in seen.items() if deleted} == {
        identifier(items[1]),
        identifier(items[-2]),
    }


async def test_nothing_new_is_said_in_the_protocol(address, release) -> None:
    release()

    with pytest.raises(NoRecordsMatch):
        await asyncio.to_thread(by_sickle, f"{address}/v1/oai", since="2999-01-01")


async def test_every_verb_of_both_harvesters(address, release, identifier) -> None:
    item = release()
    url, name = f"{address}/v1/oai", identifier(item)

    def ask_sickle() -> list[Any]:
        sickle = Sickle(url)
        return [
            sickle.Identify().deletedRecord,
            sickle.GetRecord(identifier=name, metadataPrefix="oai_dc").header.deleted,
            [one.metadataPrefix for one in sickle.ListMetadataFormats()],
            [
                one.identifier
                for one in sickle.ListIdentifiers(metadataPrefix="phohien")
            ],
            "lang:vi" in [one.setSpec for one in sickle.ListSets()],
        ]

    def ask_scythe() -> list[Any]:
        with Scythe(url) as scythe:
            formats = list(scythe.list_metadata_formats())
            headers = list(scythe.list_identifiers(metadata_prefix="phohien"))
            return [
                scythe.identify().deletedRecord,
                scythe.get_record(name).header.deleted,
                [one.metadataPrefix for one in formats],
                [one.identifier for one in headers],
                "lang:vi" in [one.setSpec for one in scythe.list_sets()],
            ]

    expected = ["persistent", False, ["oai_dc", "phohien"], [name], True]
    assert await asyncio.to_thread(ask_sickle) == expected
    assert await asyncio.to_thread(ask_scythe) == expected


async def test_a_target_harvests_with_its_key(
    address, make_key, offer, release, identifier
) -> None:
    item = release()
    release()
    offer(item)
    key = await make_key("target:asean-portal")

    def ask() -> list[Any]:
        sickle = Sickle(f"{address}/v1/oai", headers={"Authorization": f"Bearer {key}"})
        return list(
            sickle.ListRecords(metadataPrefix="oai_dc", set="target:asean-portal")
        )

    records = await asyncio.to_thread(ask)

    assert [one.header.identifier for one in records] == [identifier(item)]
