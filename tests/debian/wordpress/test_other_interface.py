"""A WordPress that became another one is sent nothing until a person has looked."""

import asyncio

import pytest
from tests.standins.wordpress import oracle

# What the portal's theme gives, and the profile relies on.
THEME = """
add_action('init', fn() => register_post_meta('post', 'dien_tich', [
    'type' => 'string', 'single' => true, 'show_in_rest' => true,
]));
"""
# The theme is another one: no words, no field of its own.
NO_TAGS = "unregister_taxonomy_for_object_type('post_tag', 'post');"
NO_META = "unregister_post_meta('post', 'dien_tich');"
OTHER_THEME = f"add_action('init', function () {{ {NO_TAGS}{NO_META} }}, 99);"
# Another version: a field gone, a type, a list, what must be given, an address gone.
OTHER_VERSION = """
add_filter('rest_post_item_schema', function ($schema) {
    $schema['properties']['featured_media']['type'] = 'object';
    unset($schema['properties']['excerpt']);
    $schema['properties']['status']['enum'] = ['draft', 'pending'];
    return $schema;
});
add_filter('rest_endpoints', function ($routes) {
    foreach ($routes['/wp/v2/posts'] as &$one) {
        if (is_array($one) && (($one['methods'] ?? '') === 'POST')) {
            $one['args']['region'] = ['type' => 'string', 'required' => true];
        }
    }
    unset($routes['/wp/v2/categories']);
    return $routes;
});
"""
NO_RIGHTS = """
add_filter('option_wp_user_roles', function ($roles) {
    unset($roles['editor']['capabilities']['publish_posts']);
    return $roles;
});
"""
LOST = ["-item.meta.parts.dien_tich", "-item.tags"]
TURNED = [
    "+needs.item.region",
    "-item.excerpt",
    "~item.featured_media.type",
    "~item.status.takes",
    "~takes_new.categories",
]
FORBIDDEN = ["~account.publish_posts"]
META = "  meta: {object: {dien_tich: {path: language.summary}}}\n  tags: {path"


@pytest.fixture
def portal(wordpress):
    with wordpress.altered(THEME):
        yield wordpress


@pytest.fixture
def sent(push):
    """An item went through, so that the interface is known."""

    async def send(**instead):
        key = push.new_key()
        await push.activate("profile.yaml", **{"  tags: {path": META, **instead})
        push.release(key, "vi", "Đã có")
        assert (await push.run()).exit_code == 0
        return {f"{key}.vi": {"title": "Đã có"}}

    return send


@pytest.fixture
def is_held(push, portal):
    """What is new waits, nothing was written, and a person is told what changed."""

    async def check(key, changed):
        before = push.sql("select count(*) from sync.attempt where op <> 'probe'")
        report = await push.run()
        assert report.exit_code == 3, report.runs
        found = push.sql(
            "select state, hold_reason from sync.object where object_key = %s",
            f"{key}.vi",
        )
        assert found == [("held", "contract_changed")]
        told = push.sql("select fields from sync.drift where closed_at is null")
        assert told == [(changed,)]
        after = push.sql("select count(*) from sync.attempt where op <> 'probe'")
        assert after == before
        assert await asyncio.to_thread(oracle.held, portal, oracle.slug_of(key)) == []

    return check


async def test_a_site_that_lost_what_we_rely_on_is_held_before_the_first_write(
    push, portal, sent, is_held
):
    there = await sent()
    for code, changed in (
        (OTHER_THEME, LOST),
        (OTHER_VERSION, TURNED),
        (NO_RIGHTS, FORBIDDEN),
    ):
        key = push.new_key()
        push.release(key, "vi", "Sau khi cổng đổi")
        with portal.altered(code):
            await is_held(key, changed)
        there[f"{key}.vi"] = {"title": "Sau khi cổng đổi"}
    # As it was again: what waited goes by itself.
    assert (await push.run()).exit_code == 0
    assert await push.violations(there) == []


@pytest.mark.usefixtures("portal")
async def test_a_profile_that_asks_for_less_or_more_is_no_change_of_the_site(
    push, sent
):
    there, key = await sent(), push.new_key()
    less = {"  excerpt: {path: language.summary, then: [nfc, trim]}\n": ""}
    await push.activate("profile.yaml", **less, **{"version: 1": "version: 2"})
    push.release(key, "vi", "Bản hồ sơ khác")
    assert (await push.run()).exit_code == 0
    there[f"{key}.vi"] = {"title": "Bản hồ sơ khác"}
    assert await push.violations(there) == []
    assert push.sql("select kind from sync.drift") == []
