"""Every rule of OAI-PMH 2.0 about questions and answers, checked by its schema."""

import json
from datetime import UTC, datetime, timedelta

from lxml import etree

from content_api.oai.formats import DC, OAI, PHOHIEN

LIST = "verb=ListRecords&metadataPrefix=oai_dc"
NEVER = "oai:phohien.localhost:hy-destination-00000000.vi"


async def test_identify_says_what_harvesters_rely_on(ask, found, release) -> None:
    release()

    said = await ask(verb="Identify")

    assert found(said, "deletedRecord") == ["persistent"]
    assert found(said, "granularity") == ["YYYY-MM-DDThh:mm:ssZ"]
    assert found(said, "baseURL") == ["http://test/v1/oai"]
    assert found(said, "protocolVersion") == ["2.0"]


async def test_the_earliest_datestamp_includes_what_was_withdrawn(
    ask, found, release, withdraw
) -> None:
    first = release()
    withdraw(first)
    release()

    said = await ask(verb="Identify")
    listed = await ask(verb="ListIdentifiers", metadataPrefix="oai_dc")

    assert found(said, "earliestDatestamp")[0] <= min(found(listed, "datestamp"))


async def test_an_empty_repository_can_be_identified(ask, code) -> None:
    assert code(await ask(verb="Identify")) == []
    assert code(await ask(verb="ListSets")) == []
    assert code(await ask(verb="ListRecords", metadataPrefix="oai_dc")) == [
        "noRecordsMatch"
    ]


async def test_there_are_two_formats(ask, found, release) -> None:
    item = release()
    identifier = f"oai:phohien.localhost:{item['key']}.vi"

    everywhere = await ask(verb="ListMetadataFormats")
    here = await ask(verb="ListMetadataFormats", identifier=identifier)

    assert found(everywhere, "metadataPrefix") == ["oai_dc", "phohien"]
    assert found(here, "metadataPrefix") == ["oai_dc", "phohien"]


async def test_the_schema_of_the_rich_format_is_served_and_holds(
    client, ask, release
) -> None:
    item = release(title="Nhãn lồng \ufffe và \x0b hết")
    served = await client.get("/v1/oai/phohien.xsd")
    schema = etree.XMLSchema(etree.fromstring(served.content))

    said = await ask(
        verb="GetRecord",
        identifier=f"oai:phohien.localhost:{item['key']}.vi",
        metadataPrefix="phohien",
    )
    whole = next(said.iter(f"{{{PHOHIEN}}}item"))

    schema.assertValid(whole)
    read = await client.get(f"/v1/items/{item['key']}")
    known = read.json()
    del known["available_locales"], known["fallback"]
    assert etree.fromstring(etree.tostring(whole)).get("hash") == known["hash"]
    assert json.loads(whole.text) == known


async def test_dublin_core_has_only_its_fifteen_elements(ask, release) -> None:
    item = release("vi", "en", title="Chùa Chuông")
    fifteen = {
        *("title", "creator", "subject", "description", "publisher", "contributor"),
        *("date", "type", "format", "identifier", "source", "language", "relation"),
        *("coverage", "rights"),
    }

    said = await ask(verb="ListRecords", metadataPrefix="oai_dc", set="lang:en")
    core = [etree.QName(one) for one in said.iter(f"{{{DC}}}*")]
    titles = [one.text for one in said.iter(f"{{{DC}}}title")]

    assert {name.localname for name in core} <= fifteen
    assert titles == ["Chùa Chuông"]
    assert item["key"] in [one.text for one in said.iter(f"{{{DC}}}identifier")]


async def test_a_withdrawn_record_is_its_header(ask, found, release, withdraw) -> None:
    item = release()
    withdraw(item)
    identifier = f"oai:phohien.localhost:{item['key']}.vi"

    one = await ask(verb="GetRecord", identifier=identifier, metadataPrefix="oai_dc")
    every = await ask(verb="ListRecords", metadataPrefix="phohien")

    for tree in (one, every):
        (header,) = tree.iter(f"{{{OAI}}}header")
        assert header.get("status") == "deleted"
        assert found(tree, "setSpec") == ["type:industrial_park", "lang:vi"]
        assert list(tree.iter(f"{{{OAI}}}metadata")) == []


async def test_what_expired_is_deleted_before_anybody_tells_the_log(
    ask, release, owner
) -> None:
    item = release(expires_at=datetime.now(UTC) + timedelta(hours=1))
    owner.execute(
        "UPDATE release.document SET visible_from = now() - interval '2 hours',"
        " expires_at = now() - interval '1 hour' WHERE item_id = %s",
        (item["item_id"],),
    )

    said = await ask(verb="ListRecords", metadataPrefix="phohien")

    (header,) = said.iter(f"{{{OAI}}}header")
    assert header.get("status") == "deleted"


async def test_what_is_scheduled_is_not_there(ask, code, release) -> None:
    release(visible_from=datetime.now(UTC) + timedelta(hours=1))

    assert code(await ask(verb="ListRecords", metadataPrefix="oai_dc")) == [
        "noRecordsMatch"
    ]


async def test_a_form_is_answered_as_a_query_is(client, checked, release) -> None:
    release()

    answer = await client.post(
        "/v1/oai", data={"verb": "ListRecords", "metadataPrefix": "oai_dc"}
    )

    assert len(list(checked(answer.content).iter(f"{{{OAI}}}record"))) == 1


async def test_a_form_without_end_is_refused(client) -> None:
    answer = await client.post("/v1/oai", content=b"verb=" + b"x" * 20_000)

    assert answer.status_code == 413


WRONG = [
    ("", "badVerb"),
    ("verb=Fetch", "badVerb"),
    ("verb=Identify&verb=Identify", "badVerb"),
    ("verb=%00", "badVerb"),
    ("verb=Identify&set=type:x", "badArgument"),
    ("verb=ListRecords", "badArgument"),
    ("verb=ListRecords&metadataPrefix=", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30", "badArgument"),
    (
        "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-02&until=2026-01-01",
        "badArgument",
    ),
    (
        f"{LIST}&from=2026-01-01&until=2026-01-02T00:00:00Z",
        "badArgument",
    ),
    ("verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat"),
    ("verb=ListRecords&metadataPrefix=%3Cx%3E", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&set=%00", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&set=nothing", "noRecordsMatch"),
    ("verb=ListRecords&metadataPrefix=oai_dc&set=type:none", "noRecordsMatch"),
    ("verb=ListRecords&metadataPrefix=oai_dc&until=1999-01-01", "noRecordsMatch"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=9999-12-31", "noRecordsMatch"),
    ("verb=ListRecords&resumptionToken=made-up", "badResumptionToken"),
    ("verb=ListRecords&resumptionToken=%C3%A9%00", "badResumptionToken"),
    ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
    ("verb=ListRecords&resumptionToken=x&metadataPrefix=oai_dc", "badArgument"),
    ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
    (f"verb=GetRecord&metadataPrefix=oai_dc&identifier={NEVER}", "idDoesNotExist"),
    ("verb=GetRecord&metadataPrefix=oai_dc&identifier=x", "idDoesNotExist"),
    (
        f"verb=GetRecord&metadataPrefix=marc&identifier={NEVER}",
        "cannotDisseminateFormat",
    ),
    (f"verb=ListMetadataFormats&identifier={NEVER}", "idDoesNotExist"),
]


async def test_every_wrong_question_gets_its_own_code(
    client, checked, code, release
) -> None:
    release()

    for query, expected in WRONG:
        answer = await client.get(f"/v1/oai?{query}")

        assert answer.status_code == 200
        assert code(checked(answer.content)) == [expected], query


async def test_a_token_is_of_its_verb(ask, code, found, release) -> None:
    for _ in range(101):
        release()
    first = await ask(verb="ListRecords", metadataPrefix="oai_dc")
    (token,) = found(first, "resumptionToken")

    rest = await ask(verb="ListRecords", resumptionToken=token)

    assert len(found(rest, "identifier")) == 1
    assert found(rest, "resumptionToken") == [None]
    assert code(await ask(verb="ListIdentifiers", resumptionToken=token)) == [
        "badResumptionToken"
    ]
