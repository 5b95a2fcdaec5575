"""The connector kit at a real WordPress."""

import asyncio
import hashlib

import pytest
from tests.connector_kit.bench import Bench
from tests.connector_kit.contract import ConnectorContract
from tests.standins.wordpress import oracle

from asean_sync.connectors.interface import Role


class TestWordPress(ConnectorContract):
    @pytest.fixture
    def bench(self, wordpress, profile):
        def held(role, key):
            found = oracle.held(wordpress, oracle.slug_of(key))
            if role is Role.ITEM:
                return [one["title"] for one in found]
            contents = [oracle.bytes_of(wordpress, one) for one in found]
            return [hashlib.sha256(one).hexdigest() for one in contents]

        async def shown(role, key):
            return await asyncio.to_thread(held, role, key)

        return Bench(
            profile=profile("profile.yaml"),
            url=wordpress.url,
            variable="PHOHIEN_WORDPRESS_URL",
            writes="/wp-json/wp/v2/posts",
            shown=shown,
            variables={
                "PHOHIEN_WORDPRESS_USER": wordpress.user,
                "PHOHIEN_WORDPRESS_PASSWORD": wordpress.password,
            },
            wrong={"PHOHIEN_WORDPRESS_PASSWORD": "sai"},
        )

    async def test_it_tells_the_types_of_what_is_sent(self, hand):
        told = (await hand.connector.discover()).body
        assert told["item"]["categories"] == {"type": "array", "takes": True}
        assert told["item"]["status"] == {"type": "string", "takes": True}
        assert set(told["media"]) == {"title", "alt_text", "caption", "slug"}

    async def test_it_tells_what_the_account_may(self, hand):
        checked = await hand.connector.check(Role.ITEM)
        assert [one.said for one in checked if not one.fine] == []
        assert "phohien-editor (editor)" in [one.said for one in checked]
