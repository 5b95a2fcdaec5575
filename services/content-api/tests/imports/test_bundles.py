"""A zip of a workbook and files: each goes to the store, each row names its own."""

import hashlib
import io
import json
import stat
import threading
import zipfile
from base64 import b64decode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import uuid4

import pytest

HEADER = ("Tên khu công nghiệp", "Tóm tắt", "Tình trạng", "Tên tệp")


class Store:
    """A stand-in for assets-api's uploads: known bytes are known at once."""

    def __init__(self):
        self.assets, self.sent, self.callers = {}, [], set()

    def take(self, headers, content):
        pairs = (pair.split(" ") for pair in headers["upload-metadata"].split(","))
        told = {key: b64decode(value).decode() for key, value in pairs}
        digest = hashlib.sha256(content).hexdigest()
        assert (told["sha256"], int(headers["upload-length"])) == (digest, len(content))
        self.callers.add(headers["authorization"])
        self.sent.append(told["filename"])
        bad = content.startswith(b"MZ")
        known = digest in self.assets
        ident = None if bad else self.assets.setdefault(digest, str(uuid4()))
        state = "rejected" if bad else "ready" if known else "checking"
        detail = "Loại tệp này không được nhận." if bad else None
        upload = {"id": digest, "state": state, "detail": detail, "asset_id": None}
        return upload | ({"asset_id": ident} if known else {})

    def look(self, digest):
        return {"id": digest, "state": "ready", "asset_id": self.assets[digest]}


@pytest.fixture
def store():
    store = Store()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            content = self.rfile.read(int(self.headers["content-length"]))
            self.answer(201, store.take(self.headers, content))

        def do_GET(self):
            self.answer(200, store.look(self.path.split("/")[-2]))

        def answer(self, status, told):
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    store.url = f"http://127.0.0.1:{server.server_port}"
    yield store
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def assets_url(store):
    return store.url


@pytest.fixture
def bundle(make_book):
    """`files`: bytes by name in the archive; rows name what they like."""

    def make(rows, files, *, change=None):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
            if rows is not None:
                archive.writestr("biểu/danh sách.xlsx", make_book(rows, header=HEADER))
            if change is not None:
                change(archive)
        return made.getvalue()

    return make


def row(title, files):
    return [title, "Một khu.", "Đang hoạt động", files]


async def test_each_row_gets_the_files_it_names(
    bundle, preview, confirm, officer, store
):
    files = {
        "ảnh/cổng.jpg": b"one",
        "ảnh/nhà máy.jpg": b"two",
        "giới thiệu.pdf": b"three",
        "thừa.pdf": b"four",
        "__MACOSX/x": b"",
        "Thumbs.db": b"x",
    }
    rows = [
        row("KCN Một", "CỔNG.jpg; ảnh/nhà máy.jpg"),
        row("KCN Hai", "giới thiệu.pdf"),
        row("KCN Ba", None),
    ]
    run = await preview(bundle(rows, files), filename="gói.zip")

    assert (run["counts"]["create"], run["counts"]["error"]) == (3, 0)
    notes = {note["code"]: note["detail"] for note in run["notes"]}
    assert "thừa.pdf" in notes["files-unused"]
    assert sorted(store.sent) == ["cổng.jpg", "giới thiệu.pdf", "nhà máy.jpg"]
    assert store.callers == {officer.client.headers["authorization"]}
    await confirm(run)
    lines = (await officer.client.get("/staff/v1/items")).json()["data"]
    keys = {line["title"]: line["key"] for line in lines}
    item = (await officer.client.get(f"/staff/v1/items/{keys['KCN Một']}")).json()
    wanted = [store.assets[hashlib.sha256(b).hexdigest()] for b in (b"one", b"two")]
    assert [medium["asset_id"] for medium in item["media"]] == wanted
    assert {medium["role"] for medium in item["media"]} == {"illustration"}

    again = await preview(bundle(rows, files))
    assert again["counts"]["unchanged"] == 3


async def test_what_is_wrong_with_a_file_is_said_at_the_rows_that_name_it(
    bundle, preview, rows_of, store
):
    files = {
        "a/x.jpg": b"one",
        "b/x.jpg": b"two",
        "../../etc/cron.d/x.png": b"three",
        "rỗng.pdf": b"",
        "virus.exe": b"MZ...",
    }

    def link(archive):
        entry = zipfile.ZipInfo("liên kết.jpg")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")

    names = [
        ("x.jpg", "file-of-several"),
        ("../../etc/cron.d/x.png", "file-name-refused"),
        ("rỗng.pdf", "file-empty"),
        ("liên kết.jpg", "file-is-a-link"),
        ("virus.exe", "file-refused"),
        ("a/y.jpg", "file-missing"),
    ]
    rows = [row(f"KCN {n}", name) for n, (name, _) in enumerate(names)]
    run = await preview(bundle(rows, files, change=link))

    found = [line["problems"][0]["code"] for line in await rows_of(run)]
    assert found == [code for _, code in names]
    assert store.sent == ["virus.exe"]
    details = [line["problems"][0]["detail"] for line in await rows_of(run)]
    assert "«a/x.jpg»" in details[5]
    assert "Loại tệp này không được nhận." in details[4]


async def test_a_file_named_without_a_bundle_is_asked_for(make_book, preview, rows_of):
    run = await preview(make_book([row("KCN Một", "a.jpg")], header=HEADER))

    [line] = await rows_of(run)
    assert line["problems"][0]["code"] == "file-without-bundle"


async def test_a_bundle_that_cannot_be_one_is_refused(bundle, make_book, send):
    book = make_book([], header=HEADER)
    many = {f"{n}.jpg": b"x" for n in range(501)}
    bomb = {f"{n}.jpg": bytes(99 << 20) for n in range(5)}
    cases = [
        (bundle(None, {"a.jpg": b"x"}), "no-workbook"),
        (bundle(None, {"a.xlsx": book, "b.xlsx": book}), "several-workbooks"),
        (bundle(None, many), "too-many-files"),
        (bundle([], bomb), "too-large-inside"),
        (bundle(None, {"a.jpg": b"x"})[:60], "damaged"),
        (bundle(None, {"a.xlsm": book[:90]}), "damaged"),
    ]
    for content, code in cases:
        answer = await send(content)

        assert answer.status_code == 422, code
        assert answer.json()["errors"][0]["code"] == code


async def test_a_marking_in_the_name_of_a_file_keeps_the_bundle_out(
    bundle, send, store
):
    answer = await send(bundle([row("KCN Một", "a.pdf")], {"TUYỆT MẬT.pdf": b"x"}))

    assert (answer.status_code, answer.json()["code"]) == (422, "marking-found")
    assert store.sent == []


async def test_a_store_that_is_away_is_an_error_of_the_row(
    bundle, preview, rows_of, app
):
    app.state.settings = app.state.settings.model_copy(
        update={"assets_url": "http://127.0.0.1:9"}
    )
    run = await preview(bundle([row("KCN Một", "a.pdf")], {"a.pdf": b"x"}))

    [line] = await rows_of(run)
    assert line["problems"][0]["code"] == "file-refused"
    assert "chưa trả lời" in line["problems"][0]["detail"]
