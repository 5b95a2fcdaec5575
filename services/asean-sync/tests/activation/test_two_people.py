"""A profile is proposed by one person and activated by another, who saw its effect."""

import asyncio

import pytest

from asean_sync.activation import commands

BASE, CHECKS = "/staff/v1/sync/profiles", "/staff/v1/sync/profile-checks"


@pytest.fixture
async def pushed(world):
    keys = [world.new_key() for _ in range(3)]
    for key in keys:
        world.offer(key)
    assert (await world.run()).exit_code == 0
    return keys


@pytest.fixture
def version_two(profile_text):
    """Titles in capitals: every payload becomes another."""
    return profile_text.replace("version: 1", "version: 2").replace(
        "[nfc, trim, {max_chars: 300}]", "[nfc, trim, upper]"
    )


@pytest.fixture
def active(world):
    def read():
        return world.sql(
            "select version, proposed_by, activated_by from sync.profile"
            " where state = 'active'"
        )

    return read


async def test_the_effect_is_shown_first_and_a_second_person_agrees_to_it(
    world, api, sign_in, pushed, version_two, active
):
    first, second = sign_in("operator"), sign_in("approver")
    text = {"text": version_two, "name": "cong.yaml"}
    proposed = await api.post(BASE, json=text, headers=first)
    assert proposed.status_code == 201, proposed.text
    shown = proposed.json()
    said = shown["effect"]["said"]
    assert said["en"] == "v2 changes 3 payloads, 0 create, 0 withdraw"
    assert said["vi"] == "Bản 2 đổi 3 nội dung gửi, tạo mới 0, gỡ 0"
    assert shown["effect"]["fields"] == {"title": len(pushed)}
    assert shown["profile"]["state"] == "draft"
    assert active() == [(1, "can-bo", "lanh-dao")]

    path = f"{BASE}/{shown['profile']['id']}"
    seen = {"effect": shown["effect"]["hash"]}
    alone = await api.post(f"{path}/activate", json=seen, headers=first)
    assert (alone.status_code, alone.json()["code"]) == (403, "second-person")
    wrong = await api.post(
        f"{path}/activate", json={"effect": "0" * 16}, headers=second
    )
    assert (wrong.status_code, wrong.json()["code"]) == (409, "effect-changed")

    # What it would do is another thing now: the look does not count any more.
    world.offer(world.new_key())
    stale = await api.post(f"{path}/activate", json=seen, headers=second)
    assert stale.status_code == 409
    assert "1 create" in stale.json()["detail"] or "tạo mới 1" in stale.text
    now = (await api.get(path, headers=second)).json()["effect"]["hash"]
    assert now in stale.json()["detail"]

    done = await asyncio.gather(
        *(
            api.post(f"{path}/activate", json={"effect": now}, headers=second)
            for _ in range(2)
        )
    )
    assert sorted(one.status_code for one in done) == [200, 409]
    assert [row[0] for row in active()] == [2]
    (audited,) = world.sql(
        "select detail ->> 'version' from audit.entry where action ="
        " 'profile.activate' order by seq desc limit 1"
    )
    assert audited == ("2",)


async def test_who_only_looks_proposes_nothing_and_a_draft_can_be_put_away(
    api, sign_in, version_two, active
):
    auditor, operator = sign_in("auditor"), sign_in("operator")
    body = {"text": version_two}
    assert (await api.post(BASE, json=body, headers=auditor)).status_code == 403
    assert (await api.get(f"{BASE}/schema", headers=auditor)).json()["allOf"]
    bad = {"text": version_two + "speed: 9\n", "name": "cong.yaml"}
    for path in (BASE, CHECKS):
        refused = await api.post(path, json=bad, headers=operator)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["detail"].startswith("cong.yaml:")
    fine = await api.post(CHECKS, json=body, headers=operator)
    assert fine.json()["version"] == 2
    draft = (await api.post(BASE, json=body, headers=operator)).json()["profile"]
    path = f"{BASE}/{draft['id']}"
    gone = await api.post(f"{path}/discard", headers=operator)
    assert gone.json()["state"] == "discarded"
    assert (await api.post(f"{path}/discard", headers=operator)).status_code == 409
    again = await api.post(
        f"{path}/activate", json={"effect": "0" * 16}, headers=operator
    )
    assert again.json()["code"] == "not-proposed"
    listed, url = [], f"{BASE}?limit=1&target=asean-portal"
    while url:
        page = await api.get(url, headers=auditor)
        listed += [(one["version"], one["state"]) for one in page.json()["data"]]
        url = page.links.get("next", {}).get("url")
    assert listed == [(2, "discarded"), (1, "active")]
    for cursor in ("x", "WyJhIiwiYiJd", "WyJhIiwiOTk5OTk5OTk5OTk5OTk5OTk5OTkiXQ"):
        answer = await api.get(f"{BASE}?cursor={cursor}", headers=auditor)
        assert answer.status_code == 400
    assert len(active()) == 1


async def test_on_the_command_line_it_takes_two_names_as_well(
    world, pushed, version_two, active
):
    path = world.folder / "portal.yaml"
    path.write_text(version_two, encoding="utf-8")

    def activate(by, effect=None):
        return commands.activate_profile(world.settings, path, by, effect)

    compared = await asyncio.to_thread(commands.diff_profile, world.settings, path)
    assert compared.active_version == 1
    assert "+    - upper" in compared.lines
    assert len(world.sql("select 1 from sync.profile")) == 1
    proposed = await asyncio.to_thread(activate, "an")
    assert proposed.waiting
    assert (await asyncio.to_thread(activate, "an", proposed.effect["hash"])).waiting
    looked = await asyncio.to_thread(activate, "binh")
    assert looked.waiting
    assert looked.effect == proposed.effect == compared.effect
    done = await asyncio.to_thread(activate, "binh", looked.effect["hash"])
    assert done.changed
    assert active() == [(2, "an", "binh")]
    assert (await world.run()).runs[0]["counts"]["plan"] == {"update": len(pushed)}
