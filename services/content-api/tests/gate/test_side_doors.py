"""What holds when a service process is no longer ours: the database itself refuses."""

import json

import psycopg
import pytest
from psycopg import sql

from content_api.releases.documents import Cleared, finish
from phohien import clock, keys
from phohien.urls import libpq


@pytest.fixture
def as_role(urls):
    """`as_role("content")` is a connection of that role, in autocommit."""
    opened = []

    def connect(name):
        url = libpq(getattr(urls, name))
        opened.append(psycopg.connect(url, autocommit=True))
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()


RELEASE = (
    "document",
    "media",
    "offer",
    "change",
    "tombstone",
    "slug",
    "target",
    "agency",
)


@pytest.mark.parametrize("table", [f"release.{name}" for name in RELEASE])
@pytest.mark.parametrize("verb", ["INSERT", "UPDATE", "DELETE", "TRUNCATE"])
@pytest.mark.parametrize("role", ["content", "assets", "sync", "public"])
def test_no_service_role_writes_what_is_released(as_role, table, verb, role):
    name = sql.SQL(table)
    statement = {
        "INSERT": sql.SQL("INSERT INTO {} DEFAULT VALUES").format(name),
        "UPDATE": sql.SQL("UPDATE {} SET key = ''").format(name),
        "DELETE": sql.SQL("DELETE FROM {}").format(name),
        "TRUNCATE": sql.SQL("TRUNCATE {}").format(name),
    }[verb]
    if verb == "UPDATE" and table in {"release.target", "release.media"}:
        statement = sql.SQL("UPDATE {} SET {} = ''").format(
            name, sql.Identifier("code" if table == "release.target" else "alt")
        )
    if verb == "UPDATE" and table == "release.agency":
        statement = sql.SQL("UPDATE {} SET code = ''").format(name)

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_role(role).execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO content.clearance DEFAULT VALUES",
        "UPDATE content.clearance SET declaration = ''",
        "DELETE FROM content.clearance",
        "SELECT release.append_change(NULL, 'released', '', now(), now())",
        "SELECT release.take_down(uuidv7(), 'vi', '', now(), now())",
        "SELECT release.cleared_language(uuidv7(), 'vi', '')",
        "ALTER TABLE content.clearance DISABLE TRIGGER ALL",
        "SET ROLE phohien_owner",
    ],
)
def test_the_service_role_has_no_way_round_the_gates(as_role, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_role("content").execute(statement)


@pytest.mark.parametrize("role", ["public", "sync", "assets", "login"])
def test_no_other_role_reads_a_draft_by_any_sql(as_role, urls, role):
    with psycopg.connect(libpq(urls.owner)) as owner:
        tables = owner.execute(
            "SELECT c.oid::regclass::text FROM pg_class c"
            " WHERE c.relnamespace = 'content'::regnamespace"
            " AND c.relkind IN ('r', 'v', 'm', 'p', 'f')"
        ).fetchall()
        functions = owner.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p"
            " WHERE p.pronamespace = 'content'::regnamespace"
            " AND has_function_privilege(%s, p.oid, 'EXECUTE')",
            [f"phohien_{role}"],
        ).fetchall()
    assert tables
    assert functions == []
    connection = as_role(role)
    for (table,) in tables:
        for statement in ("SELECT * FROM {}", "COPY {} TO STDOUT"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(sql.SQL(statement).format(sql.SQL(table)))


def test_the_public_role_executes_nothing_that_writes(as_role, urls):
    # Without the owner's rights a function can do no more than the role itself.
    with psycopg.connect(libpq(urls.owner)) as owner:
        functions = owner.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p"
            " WHERE p.pronamespace = 'release'::regnamespace"
            " AND has_function_privilege('phohien_public', p.oid, 'EXECUTE')"
            " AND p.provolatile = 'v' AND p.prosecdef"
        ).fetchall()
    assert functions == []
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_role("public").execute("SELECT release.tick()")


@pytest.fixture
def publish(as_role):
    """Calls release.publish as the service role does, past all Python."""
    connection = as_role("content")

    def call(item, lang, token, *, change=None, card=None):
        slug, closure, digest, revision = connection.execute(
            "SELECT i.slug, l.closure, l.closure_hash, l.revision FROM content.item i"
            " JOIN content.item_language l ON l.item_id = i.id"
            " WHERE i.id = %s AND l.lang = %s",
            [item["id"], lang],
        ).fetchone()
        agency = {"code": item["agency_code"], "name": "Cơ quan"}
        cleared = Cleared(item["id"], slug, agency, revision, closure, digest)
        finished = finish(cleared, {}, at=clock.now())
        doc = json.loads(finished.doc)
        if change is not None:
            change(doc)
        connection.execute(
            "SELECT release.publish(%s, %s, %s, %s, %s, %s, %s, %s, NULL, NULL)",
            [
                keys.digest(token),
                item["id"],
                lang,
                digest,
                json.dumps(doc),
                finished.card if card is None else card(json.loads(finished.card)),
                finished.sort_key,
                finished.search,
            ],
        )

    return call


def changed_text(doc):
    doc["texts"]["summary"] = "Điều lãnh đạo chưa đọc."


def changed_title(doc):
    doc["title"] = "Tên khác"


def changed_figure(doc):
    doc["fields"]["area"]["value"] = "999"


def added_field(doc):
    doc["fields"]["aliases"] = ["Khu khác"]


def added_medium(doc):
    doc["media"].append({"asset_id": "x", "url": "/m/x"})


def put_off(doc):
    doc["visible_from"] = "2020-01-01T00:00:00+00:00"


def dated_back(doc):
    doc["released_at"] = doc["visible_from"] = "2020-01-01T00:00:00+00:00"


def without_end(doc):
    doc["expires_at"] = "2199-01-01T00:00:00+00:00"


@pytest.mark.parametrize(
    "change",
    [
        changed_text,
        changed_title,
        changed_figure,
        added_field,
        added_medium,
        put_off,
        dated_back,
        without_end,
    ],
)
async def test_a_document_that_says_something_else_is_not_published(
    make_cleared, leader, publish, change
):
    item = await make_cleared()

    with pytest.raises(psycopg.DatabaseError) as refused:
        publish(item, "vi", leader.token, change=change)

    assert refused.value.sqlstate == "PH422"


@pytest.mark.parametrize(
    "card",
    [
        pytest.param(lambda _: "{}", id="empty"),
        pytest.param(lambda _: "[]", id="list"),
        pytest.param(lambda _: "null", id="nothing"),
        pytest.param(lambda card: json.dumps(card | {"title": "Khác"}), id="title"),
        pytest.param(lambda card: json.dumps(card | {"html": "x"}), id="more"),
        pytest.param(
            lambda card: json.dumps(card | {"thumbnail": {"url": "/m/x"}}), id="picture"
        ),
        pytest.param(
            lambda card: json.dumps({name: card[name] for name in list(card)[1:]}),
            id="less",
        ),
    ],
)
async def test_a_card_that_is_not_of_its_document_is_not_published(
    make_cleared, leader, publish, card, client
):
    item = await make_cleared()

    with pytest.raises(psycopg.DatabaseError) as refused:
        publish(item, "vi", leader.token, card=card)

    assert refused.value.sqlstate == "PH422"
    assert (await client.get(f"/v1/items/{item['key']}")).status_code == 404


async def test_publishing_needs_the_live_session_of_a_leader(
    make_cleared, officer, leader, publish, make_person, make_agency
):
    item = await make_cleared()
    stranger = await make_person("leader", agency=await make_agency())
    await leader.client.delete("/staff/v1/session")

    states = []
    for token in (officer.token, stranger.token, leader.token, "phs_nobody"):
        with pytest.raises(psycopg.DatabaseError) as refused:
            publish(item, "vi", token)
        states.append(refused.value.sqlstate)

    assert states == ["PH401", "PH403", "PH401", "PH401"]


async def test_a_status_written_by_hand_is_not_a_clearance(
    make_item, leader, publish, as_role
):
    item = await make_item()
    as_role("content").execute(
        "UPDATE content.item_language SET status = 'cleared' WHERE item_id = %s",
        [item["id"]],
    )

    with pytest.raises(psycopg.DatabaseError) as refused:
        publish(item, "vi", leader.token)

    assert refused.value.sqlstate == "PH409"


async def test_a_closure_written_by_hand_is_not_what_was_cleared(
    make_cleared, leader, publish, as_role
):
    item = await make_cleared()
    as_role("content").execute(
        "WITH changed AS (SELECT replace(closure, '688.94', '999') AS closure"
        "  FROM content.item_language WHERE item_id = %(id)s AND lang = 'vi')"
        " UPDATE content.item_language l SET closure = changed.closure, closure_hash ="
        "  encode(sha256(convert_to(changed.closure, 'UTF8')), 'hex') FROM changed"
        " WHERE l.item_id = %(id)s AND l.lang = 'vi'",
        {"id": item["id"]},
    )

    with pytest.raises(psycopg.DatabaseError) as refused:
        publish(item, "vi", leader.token)

    assert refused.value.sqlstate == "PH409"


async def test_what_was_cleared_is_published_by_the_same_call(
    make_cleared, leader, publish, client
):
    item = await make_cleared()

    publish(item, "vi", leader.token)

    assert (await client.get(f"/v1/items/{item['key']}")).status_code == 200


# What the role of the service may run with the owner's rights. Those that need a
# session ask for it themselves; the others can only take away, tell, or look.
WITH_A_SESSION = {
    "access.who(bytea)",
    "content.agree_merger(bytea,uuid[],uuid,date,text,timestamp with time zone)",
    "content.clear(bytea,uuid,text,text,text,timestamp with time zone)",
    "release.approve_offer(bytea,uuid,timestamp with time zone)",
    (
        "release.publish(bytea,uuid,text,text,text,text,text,text,double precision,"
        "double precision)"
    ),
    "release.withdraw(bytea,uuid,text,text,timestamp with time zone)",
}
WITHOUT = {
    "access.signs_for(uuid)",
    "audit.append(text,text,text,text,text,jsonb)",
    "audit.verify()",
    "content.discard_imported(uuid,uuid)",
    "content.signed_for(uuid)",
    "release.carry_out_merger(integer)",
    "release.declare_facts(jsonb)",
    "release.end_asset(uuid,uuid,text,timestamp with time zone)",
    (
        "release.note_harvest(bytea,text,text,timestamp with time zone,"
        "timestamp with time zone,boolean)"
    ),
    "release.tick()",
    "release.withdraw_asset(uuid,uuid,text,timestamp with time zone)",
}


def test_no_other_function_lends_the_service_the_owners_rights(urls):
    with psycopg.connect(libpq(urls.owner)) as owner:
        found = owner.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p"
            " JOIN pg_namespace n ON n.oid = p.pronamespace"
            " WHERE n.nspname IN ('content', 'release', 'access', 'audit', 'assets',"
            " 'sync') AND p.prosecdef AND p.prorettype <> 'trigger'::regtype"
            " AND has_function_privilege('phohien_content', p.oid, 'EXECUTE')"
        ).fetchall()

    assert {name for (name,) in found} == WITH_A_SESSION | WITHOUT
