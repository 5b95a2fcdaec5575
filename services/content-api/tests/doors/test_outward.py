"""Every public door, tried from outside on everything that is hidden.

`docs/side-doors.md` names each of these tests beside the door it tries.
"""

import pytest

TYPE = "industrial_park"
OAI = "/v1/oai?verb="
READS = {
    "lists": [
        "/v1/items?locale=vi",
        "/v1/items?locale=en",
        "/v1/items?locale=vi&fallback=any&limit=200",
        f"/v1/items?type={TYPE}",
        "/v1/items?topic=investment",
        "/v1/items?fi_category=image_promotion",
        f"/v1/items?type={TYPE}&sort=-area&count=exact&facets=type,agency,language",
        f"/v1/items?type={TYPE}&area_from=1&status=operating",
        "/v1/items?include=relations,units,agency",
        "/v1/items?fields=key,title,texts&locale=vi&fallback=any",
        "/v1/items?bbox=100,8,110,24",
        "/v1/search?q=khu&facets=type,agency&count=exact",
    ],
    "other protocols": [
        "/v1/ogc",
        "/v1/ogc/collections",
        f"/v1/ogc/collections/{TYPE}",
        f"/v1/ogc/collections/{TYPE}/items",
    ],
    "change log": ["/v1/changes?limit=500", "/v1/changes/root?locale=vi"],
    "feeds": [
        "/v1/feeds/vi/atom.xml",
        "/v1/feeds/en/atom.xml",
        "/v1/feeds/vi/feed.json",
        f"/v1/feeds/vi/feed.json?type={TYPE}",
    ],
    "site maps": [
        "/v1/sitemap.xml",
        "/v1/sitemaps/vi/0.xml",
        "/v1/sitemaps/en/0.xml",
    ],
    "harvests": [
        f"{OAI}Identify",
        f"{OAI}ListSets",
        f"{OAI}ListIdentifiers&metadataPrefix=oai_dc",
        f"{OAI}ListRecords&metadataPrefix=oai_dc",
        f"{OAI}ListRecords&metadataPrefix=phohien",
        f"{OAI}ListRecords&metadataPrefix=phohien&set=lang:en",
    ],
    "catalogue": ["/v1/catalogue"],
    "files": [
        f"/v1/exports/{TYPE}.{form}?locale={lang}"
        for form in ("jsonl", "csv", "geojson")
        for lang in ("vi", "en")
    ],
    "lists of others": [
        "/v1/languages",
        "/v1/agencies?limit=500",
        "/v1/types",
        "/v1/placements/footer",
    ],
}


@pytest.fixture
def leaks(world):
    """What of the hidden stands in an answer, head and body."""

    def found(answer) -> list[str]:
        said = f"{answer.headers}\n{answer.text}"
        return [why for why, secret in world.secrets.items() if secret in said]

    return found


async def test_no_list_feed_harvest_or_file_tells_of_what_is_hidden(
    client, leaks, world
):
    seen, told = {}, 0
    for door, paths in READS.items():
        for path in paths:
            answer = await client.get(path)
            assert answer.status_code in {200, 404}, (path, answer.text)
            told += world.open["key"] in answer.text
            if found := leaks(answer):
                seen[f"{door}: {path}"] = found

    assert seen == {}
    assert told > 10  # the doors were open, and what is public came through them


async def test_no_count_facet_or_expansion_knows_of_what_is_hidden(
    client, world, leaks
):
    """Each counts the one public item, in its one language."""
    asked = {"count": "exact", "facets": "type,agency,topic"}
    odd = {}
    for path, params in (
        ("/v1/items", {}),
        ("/v1/items", {"fallback": "any"}),
        ("/v1/items", {"type": TYPE, "area_from": "1"}),
        ("/v1/search", {"q": "khu"}),
    ):
        page = (await client.get(path, params={**params, **asked})).json()
        counts = [
            value["count"] for facet in page["facets"].values() for value in facet
        ]
        # Without an index the search has no counts; then it tells none.
        if page["total"] not in {1, None} or not set(counts) <= {1}:
            odd[path, str(params)] = page
        assert [row["key"] for row in page["data"]] == [world.open["key"]]
    assert odd == {}

    path = f"/v1/items/{world.open['key']}"
    for kinds in ("relations", "near"):
        answer = await client.get(path, params={"include": kinds})
        assert answer.status_code == 200, answer.text
        assert answer.json()["included"]["items"] == []
        assert leaks(answer) == []


async def test_a_hidden_item_reads_as_one_that_never_was(client, world):
    """By key, by slug, in any language, under any condition: 404 and no more."""

    def said(answer, name):
        body = {k: v for k, v in answer.json().items() if k != "trace_id"}
        return answer.status_code, str(body).replace(name, "NAME"), set(answer.headers)

    never = "hy-industrial-park-0000zzzz"
    odd = {}
    for item in world.untold.values():
        hashes = [state["closure_hash"] for state in item["languages"].values()]
        for name in (item["key"], item["slug"]):
            for query in ("", "?locale=en", "?locale=vi&fallback=none"):
                wanted = said(await client.get(f"/v1/items/{never}{query}"), never)
                for value in ("*", *(f'"{digest}"' for digest in hashes)):
                    got = await client.get(
                        f"/v1/items/{name}{query}", headers={"If-None-Match": value}
                    )
                    if said(got, name) != wanted:
                        odd[name, query, value] = got.text

    assert odd == {}
    await _stays_gone(client, world)


async def _stays_gone(client, world):
    """Who kept an answer is told that it is gone, not that it still holds."""
    for item in world.gone.values():
        for state in item["languages"].values():
            answer = await client.get(
                f"/v1/items/{item['key']}",
                headers={"If-None-Match": f'"{state["closure_hash"]}"'},
            )
            assert answer.status_code in {404, 410}  # an expiry nobody told yet
            assert item["texts"]["vi"]["summary"] not in answer.text


async def test_no_question_finds_or_counts_what_is_hidden(client, world, leaks):
    """Search and a filter by words answer as if the words did not exist."""
    seen = {}
    for why, word in world.words.items():
        for query in (word, word[:6], f'"{word}"', f"khu {word}"):
            for path in ("/v1/search", "/v1/items"):
                for locale in ("vi", "en"):
                    answer = await client.get(
                        path, params={"q": query, "locale": locale}
                    )
                    assert answer.status_code == 200, answer.text
                    rows = answer.json()["data"]
                    others = [k for k in leaks(answer) if word not in query]
                    hit = [row for row in rows if row.get("key") != world.open["key"]]
                    if hit or others:
                        seen[why, path, query, locale] = answer.text

    assert seen == {}
    # Nor does a language that is not released show in what is.
    key = world.open["key"]
    shown = await client.get(f"/v1/items/{key}", params={"locale": "vi"})
    other = await client.get(
        f"/v1/items/{key}", params={"locale": "en", "fallback": "none"}
    )
    instead = await client.get(f"/v1/items/{key}", params={"locale": "en"})
    listed = await client.get("/v1/languages")

    assert shown.json()["summary"] == "Ai cũng đọc được."
    assert shown.json()["available_locales"] == ["vi"]
    assert other.status_code == 404
    assert instead.json()["fallback"] is True
    assert [leaks(answer) for answer in (shown, other, instead, listed)] == [[]] * 4
    assert [row["tag"] for row in listed.json()["data"]] == ["vi"]
