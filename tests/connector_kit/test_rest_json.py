"""The kit at the three stand-ins that `rest_json` serves by profile alone."""

from pathlib import Path

import httpx
import pytest
from tests.connector_kit.bench import Bench
from tests.connector_kit.contract import ConnectorContract
from tests.standins.gateway.app import Gateway
from tests.standins.gateway.app import create_app as gateway_app
from tests.standins.portal.app import Options
from tests.standins.portal.server import running
from tests.standins.registry.app import Registry
from tests.standins.registry.app import create_app as registry_app
from tests.standins.served import served

from asean_sync import commands
from asean_sync.connectors.interface import Role

STANDINS = Path(__file__).parents[1] / "standins"
TOKEN = "chuoi-thu"
BASE_URL = "PHOHIEN_STANDIN_URL"


class TestThePortal(ConnectorContract):
    """Ids of its own, one object for each language, files as multipart."""

    @pytest.fixture
    async def bench(self, tmp_path):
        async with (
            running(Options(data=tmp_path / "portal", token=TOKEN)) as url,
            httpx.AsyncClient(base_url=url) as control,
        ):

            async def shown(role, key):
                held = (await control.get("/_control/state")).json()
                kind, said = (
                    ("items", "title") if role is Role.ITEM else ("media", "sha256")
                )
                return [one[said] for one in held[kind] if one["externalId"] == key]

            yield Bench(
                profile=commands.standin_profile().read_text(encoding="utf-8"),
                url=url,
                variable=BASE_URL,
                writes="/api/",
                shown=shown,
                variables={"PHOHIEN_STANDIN_TOKEN": TOKEN},
                wrong={"PHOHIEN_STANDIN_TOKEN": "sai"},
            )


class TestTheRegistry(ConnectorContract):
    """Ids of ours, all languages in one record, files as base64, OAuth 2.0."""

    @pytest.fixture
    async def bench(self):
        held = Registry()

        async def shown(role, key):
            if role is Role.MEDIA:
                return [
                    one["sha256"] for one in held.files.values() if one["code"] == key
                ]
            return [
                one["translations"]["vi-VN"]["heading"]["text"]
                for one in held.records.values()
                if one["code"] == key
            ]

        async with served(registry_app(held)) as url:
            yield Bench(
                profile=(STANDINS / "registry" / "profile.yaml").read_text("utf-8"),
                url=url,
                variable=BASE_URL,
                writes="/v2/",
                shown=shown,
                variables={
                    "PHOHIEN_REGISTRY_CLIENT": held.client,
                    "PHOHIEN_REGISTRY_WORD": held.word,
                },
                wrong={"PHOHIEN_REGISTRY_WORD": "sai"},
            )


class TestTheGateway(ConnectorContract):
    """Tickets, HMAC signatures, one JSON part beside the file."""

    @pytest.fixture
    async def bench(self):
        held = Gateway(delay=0.05)

        async def shown(role, key):
            held.settle()
            kind, said = (
                ("texts", "headline") if role is Role.ITEM else ("files", "sha256")
            )
            rows = held.objects[kind].values()
            return [one[said] for one in rows if one["sender_ref"] == key]

        async with served(gateway_app(held)) as url:
            yield Bench(
                profile=(STANDINS / "gateway" / "profile.yaml").read_text("utf-8"),
                url=url,
                variable=BASE_URL,
                writes="/intake/",
                shown=shown,
                variables={"PHOHIEN_GATEWAY_SECRET": held.secret},
                wrong={"PHOHIEN_GATEWAY_SECRET": "whsec_a2hvbmctcGhhaQ=="},
            )
