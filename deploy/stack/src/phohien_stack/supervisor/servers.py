"""PostgreSQL and S3: the embedded ones, or those the environment names."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from phohien import urls
from phohien.settings import S3Settings
from phohien_stack.embedded import seaweed
from phohien_stack.embedded.addresses import REGION
from phohien_stack.embedded.ports import Ports
from phohien_stack.embedded.postgres import Postgres
from phohien_stack.embedded.seaweed import Seaweed
from phohien_stack.embedded.throwaway import private_folder
from phohien_stack.store import Store
from phohien_stack.supervisor.parts import Part
from phohien_stack.supervisor.place import Place
from phohien_stack.supervisor.record import Kept

BUCKET = "assets"
DATABASE = "phohien"


@dataclass(frozen=True)
class Servers:
    """Where the two are, and the parts to start for it: none when both are given."""

    database_url: str
    store: Store
    parts: list[Part]
    run_folder: Path | None
    # Where the embedded database is made; a given one must be there.
    server_url: str = ""

    def forget(self) -> None:
        if self.run_folder:
            shutil.rmtree(self.run_folder, ignore_errors=True)


def servers(place: Place, kept: Kept, ports: Ports) -> Servers:
    """Chooses ports and keeps them in `kept`; starts nothing."""
    parts: list[Part] = []
    run_folder: Path | None = None
    server_url = ""
    database_url = os.environ.get("PHOHIEN_DATABASE_URL", "")
    if database_url:
        database_url = urls.normal(database_url).render_as_string(hide_password=False)
    else:
        run_folder = private_folder(place.account(), "phohien-")
        postgres = _postgres(place, kept, ports, run_folder)
        database_url, server_url = postgres.url(DATABASE), postgres.url()
        parts.append(_postgres_part(postgres))
    if os.environ.get("PHOHIEN_S3_ENDPOINT"):
        store = given_store()
    else:
        server = _seaweed(place, kept, ports)
        store = Store(
            endpoint=server.endpoint,
            access_key=kept.store_keys.access,
            secret_key=kept.store_keys.secret,
            bucket=BUCKET,
            region=REGION,
            secure=False,
            vacuum_url=f"http://127.0.0.1:{server.ports['master']}",
        )
        parts.append(_seaweed_part(server))
    return Servers(database_url, store, parts, run_folder, server_url)


def _postgres(place: Place, kept: Kept, ports: Ports, sockets: Path) -> Postgres:
    kept.postgres_port = ports.free(preferred=[kept.postgres_port])
    return Postgres(
        data=place.home / "postgres",
        sockets=sockets,
        log=place.log("postgres"),
        port=kept.postgres_port,
        password=kept.postgres_password,
        account=place.account(),
    )


def _postgres_part(server: Postgres) -> Part:
    return Part(
        name="postgres",
        program=server.program(),
        ready=server.ready,
        prepare=server.prepare,
        address=f"127.0.0.1:{server.port}",
    )


def _seaweed(place: Place, kept: Kept, ports: Ports) -> Seaweed:
    kept.store_ports = seaweed.free_ports(ports, kept.store_ports)
    return Seaweed(
        data=place.home / "seaweedfs",
        log=place.log("seaweedfs"),
        ports=kept.store_ports,
        keys=kept.store_keys,
        account=place.account(),
    )


def _seaweed_part(server: Seaweed) -> Part:
    return Part(
        name="seaweedfs",
        program=server.program(),
        ready=lambda: server.ready(BUCKET),
        prepare=server.prepare,
        forget=server.forget_sockets,
        address=server.endpoint,
    )


def given_store() -> Store:
    given = S3Settings.from_environment()
    return Store(
        endpoint=given.endpoint,
        access_key=given.access_key,
        secret_key=given.secret_key,
        bucket=given.bucket,
        region=given.region,
        secure=given.secure,
    )
