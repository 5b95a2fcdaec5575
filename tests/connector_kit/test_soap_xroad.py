"""The kit at the stand-in that `soap_xroad` serves: every request is a POST."""

from pathlib import Path

import pytest
from tests.connector_kit.bench import Bench
from tests.connector_kit.contract import ConnectorContract
from tests.standins.exchange.app import Exchange, create_app
from tests.standins.served import served

PROFILE = Path(__file__).parents[1] / "standins" / "exchange" / "profile.yaml"
# An address for each operation, so that the proxy can tell writing from looking; files
# are no objects of their own here, so the kit has none to ask for.
CHANGES = {
    "  version: v1": '  version: v1\n  path: "/{operation}"',
    "  tep: {media: {fields: {sha256: sha256, ten: filename}}}\n": "",
    "media: {mode: inline}": "auth: {bearer: secret://env/PHOHIEN_EXCHANGE_TOKEN}",
}


class TestTheExchange(ConnectorContract):
    @pytest.fixture
    async def bench(self):
        held = Exchange(token="chia-khoa")
        profile = PROFILE.read_text(encoding="utf-8")
        for old, new in CHANGES.items():
            assert old in profile
            profile = profile.replace(old, new)

        async def shown(role, key):
            del role
            return [
                one["fields"]["tieuDe"].text
                for one in held.objects.values()
                if one["key"] == key
            ]

        async with served(create_app(held)) as url:
            yield Bench(
                profile=profile,
                url=url,
                variable="PHOHIEN_STANDIN_URL",
                writes="/ghi",
                shown=shown,
                variables={"PHOHIEN_EXCHANGE_TOKEN": held.token},
                wrong={"PHOHIEN_EXCHANGE_TOKEN": "sai"},
                looks="/",
            )
