"""The services and their workers as parts: each gets the secrets it needs, no more."""

import os
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from phohien import urls
from phohien_stack.embedded.errors import MissingPartError
from phohien_stack.embedded.ports import Ports
from phohien_stack.embedded.programs import Program
from phohien_stack.store import Store
from phohien_stack.supervisor.parts import Part
from phohien_stack.supervisor.place import Place, checkout
from phohien_stack.supervisor.record import SERVICES

PORTS = {"content": 8701, "assets": 8702, "sync": 8703, "standin": 8704}
ROLES = {
    "content": ("CONTENT", "PUBLIC", "LOGIN"),
    "assets": ("ASSETS",),
    "sync": ("SYNC",),
}
# The owner's address opens everything; with compiled files six children start faster.
NOT_PASSED_ON = {"PHOHIEN_DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}
METRICS = {"content": 8711, "assets": 8712, "sync": 8713}
STANDIN = Path("tests/standins/portal")


@dataclass(frozen=True)
class Surroundings:
    """What the services are told about each other and about the servers."""

    place: Place
    database_url: str
    store: Store
    tokens: Mapping[str, str]
    ports: Mapping[str, int]
    metrics: Mapping[str, int]
    demo: bool = False

    @property
    def urls(self) -> dict[str, str]:
        return {name: f"http://127.0.0.1:{port}" for name, port in self.ports.items()}

    @property
    def metrics_urls(self) -> dict[str, str]:
        return {
            name: f"http://127.0.0.1:{port}/metrics"
            for name, port in self.metrics.items()
        }


def choose_ports(ports: Ports, *, demo: bool) -> dict[str, int]:
    return {
        name: ports.free(preferred=[port])
        for name, port in PORTS.items()
        if demo or name != "standin"
    }


def choose_metrics_ports(ports: Ports, *, demo: bool) -> dict[str, int]:
    """Closed ports for Prometheus; outside the demonstration an operator sets them."""
    if not demo:
        return {}
    return {name: ports.free(preferred=[port]) for name, port in METRICS.items()}


def plan(around: Surroundings) -> list[list[Part]]:
    """Groups in the order they start; each waits for the one before."""
    standin = [standin_part(around)] if around.demo else []
    return [[*standin, *service_parts(around)], worker_parts(around)]


def service_parts(around: Surroundings) -> list[Part]:
    return [_service(around, name, "serve") for name in SERVICES]


def worker_parts(around: Surroundings) -> list[Part]:
    return [_service(around, name, "work") for name in SERVICES]


def source_with_standin(place: Place) -> Path:
    """The checkout around the data, around us, or the one this was installed from."""
    for start in (place.folder, Path.cwd(), Path(__file__)):
        source = checkout(start)
        if source is not None and (source / STANDIN).exists():
            return source
    raise MissingPartError(
        "The stand-in portal is part of the source tree, not of the installed "
        "package: run `phohien up --demo` in a checkout, or leave out --demo."
    )


def standin_part(around: Surroundings) -> Part:
    source = source_with_standin(around.place)
    port = around.ports["standin"]
    command = [sys.executable, str(source / STANDIN), "--port", str(port)]
    data = around.place.folder / "standin"
    data.mkdir(mode=0o700, exist_ok=True)
    # In one word: a token that begins with a dash would be taken for an option.
    command += ["--data", str(data), f"--token={around.tokens['standin']}"]
    return Part(
        name="standin",
        program=Program(
            name="standin",
            command=tuple(command),
            environment=_inherited(),
            folder=source,
            log=around.place.log("standin"),
        ),
        ready=lambda: answers(f"http://127.0.0.1:{port}/"),
        address=f"http://127.0.0.1:{port}",
    )


def answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def _service(around: Surroundings, name: str, verb: str) -> Part:
    command = SERVICES[name]
    url = around.urls[name]
    serves = verb == "serve"
    part = f"{name}-{'api' if serves else 'worker'}"
    program = Program(
        name=part,
        command=(str(Path(sysconfig.get_path("scripts")) / command), verb),
        environment=_environment(around, name, serves=serves),
        folder=around.place.folder,
        log=around.place.log(part),
        patience=15,
    )
    if not serves:
        return Part(name=part, program=program, address=f"queue {name}")
    return Part(
        name=part,
        program=program,
        ready=lambda: answers(f"{url}/health/ready"),
        address=url,
    )


def _environment(around: Surroundings, name: str, *, serves: bool) -> dict[str, str]:
    prefix = f"PHOHIEN_{name.upper()}"
    own = {
        f"{prefix}_HOST": "127.0.0.1",
        f"{prefix}_PORT": str(around.ports[name]),
        f"{prefix}_SERVICE_TOKEN": around.tokens[name],
    }
    if serves and name in around.metrics:
        own[f"{prefix}_METRICS_PORT"] = str(around.metrics[name])
    addresses = {
        f"PHOHIEN_{role}_DATABASE_URL": urls.of(role, around.database_url)
        for role in ROLES[name]
    }
    peers = {f"PHOHIEN_{peer.upper()}_URL": around.urls[peer] for peer in SERVICES}
    special = {
        "content": _index_environment(around.place),
        "assets": _store_environment(around.store),
        "sync": {
            **_standin_environment(around.urls, around.tokens),
            **_evidence_environment(around.tokens),
        },
    }
    return {**_inherited(), **peers, **addresses, **special.get(name, {}), **own}


def sync_environment(
    database_url: str, addresses: Mapping[str, str], tokens: Mapping[str, str]
) -> dict[str, str]:
    """What the sync's own commands need beside the stack."""
    return {
        "PHOHIEN_SYNC_DATABASE_URL": urls.of("SYNC", database_url),
        **{f"PHOHIEN_{name.upper()}_URL": addresses[name] for name in SERVICES},
        **_standin_environment(addresses, tokens),
        **_evidence_environment(tokens),
    }


def assets_environment(database_url: str, store: Store) -> dict[str, str]:
    """What commands about files need beside the stack."""
    return {
        "PHOHIEN_ASSETS_DATABASE_URL": urls.of("ASSETS", database_url),
        **_store_environment(store),
    }


def _standin_environment(
    addresses: Mapping[str, str], tokens: Mapping[str, str]
) -> dict[str, str]:
    """The stand-in's profile names these; no other address inside is a target."""
    if "standin" not in addresses:
        return {}
    return {
        "PHOHIEN_STANDIN_URL": addresses["standin"],
        "PHOHIEN_STANDIN_TOKEN": tokens["standin"],
        "PHOHIEN_SYNC_PRIVATE_TARGETS": addresses["standin"].removeprefix("http://"),
    }


def _evidence_environment(tokens: Mapping[str, str]) -> dict[str, str]:
    return {"PHOHIEN_SYNC_EVIDENCE_SECRET": tokens.get("evidence", "")}


def _store_environment(store: Store) -> dict[str, str]:
    return {
        "PHOHIEN_S3_ENDPOINT": store.endpoint,
        "PHOHIEN_S3_ACCESS_KEY": store.access_key,
        "PHOHIEN_S3_SECRET_KEY": store.secret_key,
        "PHOHIEN_S3_BUCKET": store.bucket,
        "PHOHIEN_S3_REGION": store.region,
        "PHOHIEN_S3_SECURE": str(store.secure).lower(),
        "PHOHIEN_ASSETS_VACUUM_URL": store.vacuum_url,
    }


def _index_environment(place: Place) -> dict[str, str]:
    """The worker writes there, and whoever serves reads it."""
    given = os.environ.get("PHOHIEN_CONTENT_SEARCH_DIR")
    return {"PHOHIEN_CONTENT_SEARCH_DIR": given or str(place.folder / "search")}


def _inherited() -> dict[str, str]:
    return {
        **{key: text for key, text in os.environ.items() if key not in NOT_PASSED_ON},
        "PYTHONUNBUFFERED": "1",
        "LC_ALL": "C.UTF-8",
    }
