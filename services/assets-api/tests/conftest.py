"""The app on a port, people with sessions, small real files, and the inspection."""

import asyncio
import contextlib
import hashlib
import json
import secrets
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pikepdf
import psycopg
import pytest
import pyvips
import uvicorn
from fastapi import FastAPI
from httpx import AsyncClient, Response
from pikepdf import Dictionary, Name, OutlineItem, String

from assets_api.app import create_app, open_desk
from assets_api.checking.service import check_upload
from assets_api.settings import Settings
from assets_api.uploads.desk import Desk
from phohien import keys
from phohien import urls as addresses
from phohien.serving.at_once import protocol_with
from phohien.settings import S3Settings
from phohien_stack.databases import Urls
from phohien_stack.store import Store

TUS = {"tus-resumable": "1.0.0"}
A4, WIDE = (595, 842), (842, 595)
BYTES = TUS | {"content-type": "application/offset+octet-stream"}


@dataclass(frozen=True)
class Agency:
    id: UUID = field(default_factory=uuid4)
    code: str = field(default_factory=lambda: f"agency-{secrets.token_hex(4)}")


@dataclass(frozen=True)
class Person:
    agency: Agency
    username: str
    token: str
    client: AsyncClient


class QuietServer(uvicorn.Server):
    """Leaves the signals to pytest."""

    @contextlib.contextmanager
    def capture_signals(self):
        yield


@pytest.fixture
def settings(urls: Urls, s3: Store, tmp_path: Path) -> Settings:
    return Settings(
        database_url=urls.owner,
        scratch=tmp_path / "scratch",
        s3=S3Settings(
            endpoint=s3.endpoint,
            access_key=s3.access_key,
            secret_key=s3.secret_key,
            bucket=s3.bucket,
            region=s3.region,
            secure=s3.secure,
        ),
    )


@pytest.fixture
async def serve() -> AsyncIterator[Callable[[Settings], Awaitable[str]]]:
    """Starts an instance on a port of its own; its address."""
    async with AsyncExitStack() as stack:

        async def start(settings: Settings, *, port: int = 0) -> str:
            address, stop = await _listen(create_app(settings), port)
            stack.push_async_callback(stop)
            return address

        yield start


async def _listen(app: FastAPI, port: int) -> tuple[str, Callable[[], Awaitable[None]]]:
    server = QuietServer(
        uvicorn.Config(
            app,
            port=port,
            log_config=None,
            ws="none",
            http=protocol_with(app.state.kept),
            timeout_graceful_shutdown=1,
        )
    )
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
        if running.done():
            await running
    port = server.servers[0].sockets[0].getsockname()[1]

    async def stop() -> None:
        server.should_exit = True
        await running

    return f"http://127.0.0.1:{port}", stop


@pytest.fixture
async def address(serve, settings: Settings) -> str:
    return await serve(settings)


@pytest.fixture
async def desk(settings: Settings) -> AsyncIterator[Desk]:
    async with open_desk(settings, "assets-test") as desk:
        await desk.store.ensure_bucket()
        await desk.store.probe()
        yield desk


@pytest.fixture
def owner(urls: Urls) -> Callable[..., None]:
    """Runs one statement as the owner of everything."""

    def run(statement: str, *values: Any) -> list[Any]:
        with psycopg.connect(addresses.libpq(urls.owner)) as connection:
            connection.execute("SET ROLE phohien_owner")
            connection.execute("SET search_path TO jobs")
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    return run


@pytest.fixture
async def make_person(address: str, owner) -> AsyncIterator[Callable[..., Person]]:
    async with AsyncExitStack() as stack:

        def make(*roles: str, agency: Agency | None = None) -> Person:
            agency = agency or Agency()
            username, token = f"p-{secrets.token_hex(6)}", keys.new_token("phs")
            (ident,) = owner(
                "INSERT INTO access.account (username, name, password_hash, agency_id,"
                " agency_code) VALUES (%s, 'Nguyễn Văn A', '-', %s, %s) RETURNING id",
                username,
                agency.id,
                agency.code,
            )[0]
            for role in roles or ("officer",):
                owner(
                    "INSERT INTO access.role_grant (account_id, role) VALUES (%s, %s)",
                    ident,
                    role,
                )
            owner(
                "INSERT INTO access.session (token_digest, csrf_digest, account_id,"
                " expires_at) VALUES (%s, %s, %s, %s)",
                keys.digest(token),
                keys.digest("csrf"),
                ident,
                datetime.now(UTC) + timedelta(hours=1),
            )
            client = AsyncClient(
                base_url=address,
                headers={"authorization": f"Bearer {token}"},
                timeout=30,
            )
            stack.push_async_callback(client.aclose)
            return Person(agency, username, token, client)

        yield make


@pytest.fixture
def officer(make_person) -> Person:
    return make_person("officer")


@pytest.fixture
def declare() -> Callable[..., dict[str, str]]:
    """Headers of a tus creation."""

    def build(size: int, **metadata: str) -> dict[str, str]:
        pairs = [
            f"{key} {b64encode(value.encode()).decode()}"
            for key, value in metadata.items()
        ]
        return TUS | {
            "upload-length": str(size),
            "upload-metadata": ",".join(pairs),
        }

    return build


@pytest.fixture
def create(declare) -> Callable[..., Awaitable[str]]:
    """Declares an upload; its path."""

    async def run(person: Person, size: int, **metadata: str) -> str:
        answer = await person.client.post(
            "/staff/v1/uploads", headers=declare(size, **metadata)
        )
        assert answer.status_code == 201, answer.text
        return answer.headers["location"]

    return run


@pytest.fixture
def patch() -> Callable[..., Awaitable[Response]]:
    async def run(person: Person, path: str, offset: int, data: Any, **headers: str):
        return await person.client.patch(
            path,
            headers=BYTES | {"upload-offset": str(offset)} | headers,
            content=data,
        )

    return run


@pytest.fixture
def checked(desk: Desk) -> Callable[..., Awaitable[dict[str, Any]]]:
    """The inspection of one upload, run here and now; its status afterwards."""

    async def run(person: Person, path: str) -> dict[str, Any]:
        await check_upload(desk, UUID(path.rsplit("/", 1)[1]))
        status: dict[str, Any] = (await person.client.get(f"{path}/status")).json()
        return status

    return run


@pytest.fixture
def upload(create, patch, checked) -> Callable[..., Awaitable[dict[str, Any]]]:
    """One file from declaration to verdict; its status."""

    async def run(
        person: Person, data: bytes, filename: str = "tệp", **metadata: str
    ) -> dict[str, Any]:
        metadata.setdefault("sha256", hashlib.sha256(data).hexdigest())
        path = await create(person, len(data), filename=filename, **metadata)
        answer = await patch(person, path, 0, data)
        assert answer.status_code == 204, answer.text
        return await checked(person, path)

    return run


@pytest.fixture
def publish(owner) -> Callable[..., UUID]:
    """A released document that shows this version of an asset; the document's id."""

    def run(asset: dict[str, Any], **changes: Any) -> UUID:
        item, key = uuid4(), f"hy-destination-{secrets.token_hex(4)}"
        values = {"visible_from": datetime.now(UTC) - timedelta(minutes=1)} | changes
        (document,) = owner(
            "INSERT INTO release.document (item_id, lang, type, key, slug, agency_id,"
            " agency_code, revision, closure_hash, etag, doc, card, title, sort_key,"
            " fi_category, search, released_at, visible_from, expires_at, seq) VALUES"
            " (%s, 'vi', 'destination', %s, %s, %s, 'a', 1, %s, %s, %s, %s, 'Đền',"
            " 'den', 'tourism', '', now(), %s, %s, 1) RETURNING id",
            item,
            key,
            key,
            uuid4(),
            hashlib.sha256(key.encode()).hexdigest(),
            f'"{key}"',
            # Others read it in lists, so it is a document like any.
            json.dumps({"key": key}),
            json.dumps({"key": key}),
            values["visible_from"],
            values.get("expires_at"),
        )[0]
        owner(
            "INSERT INTO release.media (document_id, ordinal, role, asset_id,"
            " asset_version_id, path, sha256, bytes, mime, filename, alt, caption,"
            " credit, licence) VALUES (%s, 1, 'photo', %s, %s, '/m', %s, 1,"
            " 'image/jpeg', 'a.jpg', '', '', '', '')",
            document,
            asset["id"],
            asset["asset_version_id"],
            asset["sha256"],
        )
        return document

    return run


@pytest.fixture
def asset_of() -> Callable[..., Awaitable[dict[str, Any]]]:
    async def run(person: Person, status: dict[str, Any]) -> dict[str, Any]:
        assert status["state"] == "ready", status
        answer = await person.client.get(f"/staff/v1/assets/{status['asset_id']}")
        assert answer.status_code == 200, answer.text
        asset: dict[str, Any] = answer.json()
        return asset

    return run


@pytest.fixture
def make_jpeg() -> Callable[..., bytes]:
    """A real picture; `padding` random bytes make it as large as a test needs."""

    def build(width: int = 64, height: int = 48, *, padding: int = 0) -> bytes:
        noise = pyvips.Image.gaussnoise(width, height, seed=secrets.randbits(31))
        picture = noise.cast("uchar").colourspace("srgb").jpegsave_buffer()
        chunks, left = [], padding
        while left > 0:
            chunk = secrets.token_bytes(min(left, 65_000))
            length = (len(chunk) + 2).to_bytes(2, "big")
            chunks.append(b"\xff\xe9" + length + chunk)
            left -= len(chunk)
        return picture[:2] + b"".join(chunks) + picture[2:]

    return build


@pytest.fixture
def delivery_url() -> Callable[[dict[str, Any]], str]:
    """Where the public gets an asset: the large JPEG, or the document."""

    def find(asset: dict[str, Any]) -> str:
        wanted = "large" if asset["kind"] == "image" else "download"
        urls = [one["url"] for one in asset["renditions"] if one["preset"] == wanted]
        return next((url for url in urls if url.endswith(".jpg")), urls[0])

    return find


@pytest.fixture
def make_brochure() -> Callable[..., bytes]:
    """A page for each line, all A4 but the last, with bookmarks to some of them."""

    def build(*lines: str, marks: dict[str, int] | None = None, lang="") -> bytes:
        pdf = pikepdf.new()
        font = pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type1,
                BaseFont=Name.Helvetica,
                Encoding=Name.WinAnsiEncoding,
            )
        )
        for number, line in enumerate(lines, 1):
            page = pdf.add_blank_page(page_size=WIDE if number == len(lines) else A4)
            page.Resources = Dictionary(Font=Dictionary(F1=font))
            drawing = f"BT /F1 40 Tf 60 300 Td ({line}) Tj ET".encode("latin-1")
            page.Contents = pdf.make_stream(drawing)
        if lang:
            pdf.Root.Lang = String(lang)
        with pdf.open_outline() as outline:
            for title, number in (marks or {}).items():
                item = OutlineItem(title, number - 1 if number else None)
                if title.startswith("-"):
                    outline.root[-1].children.append(item)
                else:
                    outline.root.append(item)
        target = BytesIO()
        pdf.save(target)
        return target.getvalue()

    return build
