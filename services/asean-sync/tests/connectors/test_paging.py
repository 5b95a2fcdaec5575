"""Lists of every usual kind are read whole, or not believed at all."""

import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
from tests.standins.served import served

from asean_sync.connectors.interface import ListingError, Role

ROWS = [{"id": n, "externalId": f"k{n:02}"} for n in range(1, 8)]
KEYS = [row["externalId"] for row in ROWS]


class Lister:
    """Gives three rows at most, whatever it is asked for."""

    def __init__(self):
        self.asked, self.trick = [], None
        self.app = Starlette(routes=[Route("/{kind}", self.answer)])

    async def answer(self, request):
        query = request.query_params
        self.asked.append(str(request.url))
        kind = request.path_params["kind"]
        start = {
            "page": lambda: (int(query.get("p", 1)) - 1) * 3,
            "offset": lambda: int(query.get("skip", 0)),
        }.get(kind, lambda: int(query.get("at") or 0))()
        rows = ROWS[start : start + 3]
        if self.trick == "same page":
            rows = ROWS[:3]
        if self.trick == "other shape" and start:
            return JSONResponse({"data": None})
        body, headers = {"data": rows, "total": len(ROWS)}, {}
        more = start + 3 < len(ROWS) or self.trick == "circle"
        place = 0 if self.trick == "circle" else start + 3
        base = str(request.base_url).rstrip("/")
        if self.trick == "elsewhere":
            base = "http://127.0.0.2:9"
        if more and kind == "cursor":
            body["meta"] = {"next": place}
        elif more and kind == "next_url":
            body["links"] = {"next": f"{base}/next_url?at={place}"}
        elif more and kind == "link":
            named = f"<{base}/x?a=1,2>; rel=prev, <{base}/link?at={place}>; rel=next"
            headers["link"] = named
        return JSONResponse(body, headers=headers)


LISTS = {
    "page": {"get": "/page?p={page}&n={per_page}", "pages": {"kind": "page"}},
    "page with total": {
        "get": "/page?p={page}",
        "pages": {"kind": "page", "total": "total"},
    },
    "offset": {"get": "/offset?skip={offset}", "pages": {"kind": "offset"}},
    "cursor": {
        "get": "/cursor?x=1&at={cursor}",
        "pages": {"kind": "cursor", "next": "meta.next"},
    },
    "link": {"get": "/link", "pages": {"kind": "link"}},
    "next_url": {
        "get": "/next_url",
        "pages": {"kind": "next_url", "next": "links.next"},
    },
}


@pytest.fixture
def lister():
    return Lister()


@pytest.fixture
def listed(connected, small_profile, lister):
    async def read(kind):
        endpoints = small_profile().endpoints.model_dump(exclude_unset=True)
        endpoints["items"]["list"] = {**LISTS[kind], "list": "data"}
        capabilities = {"find_by_key": True, "list_all": True}
        async with (
            served(lister.app) as url,
            connected(url, endpoints=endpoints, capabilities=capabilities) as there,
        ):
            return [ref.key async for ref in there.list_remote(Role.ITEM)]

    return read


@pytest.mark.parametrize("kind", LISTS)
async def test_every_kind_is_read_to_its_end(listed, lister, kind):
    assert await listed(kind) == KEYS
    assert len(lister.asked) == 3
    assert "at=&" not in lister.asked[0]
    assert not lister.asked[0].endswith("at=")


@pytest.mark.parametrize(
    ("kind", "trick", "said"),
    [
        ("page", "same page", "in a circle"),
        ("cursor", "circle", "in a circle"),
        ("link", "circle", "in a circle"),
        ("next_url", "elsewhere", "at another address"),
        ("link", "elsewhere", "at another address"),
        ("offset", "other shape", "no list of objects"),
    ],
)
async def test_a_list_that_plays_tricks_is_not_a_list(
    listed, lister, kind, trick, said
):
    lister.trick = trick
    with pytest.raises(ListingError, match=said):
        await listed(kind)
    assert len(lister.asked) < 6
