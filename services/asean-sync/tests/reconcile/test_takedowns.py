"""A takedown has a clock, a person where it needs one, and a proof."""

import json

TAKEDOWNS = "/staff/v1/sync/takedowns"


async def test_a_takedown_ends_with_the_look_that_saw_it_gone(
    world, api, sign_in, profile_text
):
    again, gone = world.new_key(), world.new_key()
    await world.activate(
        profile_text.replace("version: 1", "version: 2")
        + "takedown: {hours: 4, person: Nguyễn Văn A}\n"
    )
    for key in (again, gone):
        world.offer(key)
    await world.run()
    headers = sign_in("auditor")
    assert (await api.get(TAKEDOWNS, headers=headers)).json()["data"] == []
    world.releases.withdraw(gone, "vi")
    assert (await world.run()).exit_code == 0
    (one,) = (await api.get(TAKEDOWNS, headers=headers)).json()["data"]
    assert (one["object_key"], one["outcome"], one["late"]) == (
        f"{gone}.vi",
        "proven",
        False,
    )
    assert one["reason"] == "withdrawn at the source: other"
    proof = await api.get(f"/staff/v1/sync/receipts/{one['proof']}", headers=headers)
    assert json.loads(proof.json()["response_body"]) == {"data": []}
    (hours,) = world.sql(
        "select extract(epoch from due_at - asked_at) / 3600 from sync.takedown"
    )
    assert round(float(hours[0]), 3) == 4

    await world.fault("unavailable", "DELETE", "/api/items", times=99)
    world.releases.withdraw(again, "vi")
    await world.run(seconds=2)
    world.sql("update sync.takedown set due_at = now() where ended_at is null")
    late = (await api.get(f"{TAKEDOWNS}?open=true", headers=headers)).json()["data"]
    assert [(one["object_key"], one["late"]) for one in late] == [(f"{again}.vi", True)]


async def test_where_a_target_cannot_delete_a_named_person_does_and_a_look_proves_it(
    world, api, admin, sign_in, profile_text
):
    key = world.new_key()
    await world.activate(
        profile_text.replace("version: 1", "version: 2").replace(
            "list_all: true}", "list_all: true, withdraw: false}"
        )
        + 'takedown: {person: "Trần Thị B, 0221 3 000 000"}\n'
    )
    world.offer(key)
    await world.run()
    world.releases.withdraw(key, "vi")
    assert (await world.run(seconds=3)).exit_code != 0
    assert "DELETE" not in {one["method"] for one in await world.log()}
    headers = sign_in("operator")
    (one,) = (await api.get(f"{TAKEDOWNS}?open=true", headers=headers)).json()["data"]
    assert one["person"] == "Trần Thị B, 0221 3 000 000"
    assert "to be removed by: Trần Thị B" in one["last_error"]

    path, body = f"{TAKEDOWNS}/{one['id']}/confirm", {"note": "Đã gọi, họ nói đã gỡ."}
    said = await api.post(path, json=body, headers=headers)
    assert (said.status_code, said.json()["outcome"]) == (200, None)
    # Said is not seen.
    await world.run(seconds=3)
    assert world.object(f"{key}.vi")["state"] == "retry"
    (shown,) = (await admin.get("items")).json()["data"]
    await admin.delete(f"items/{shown['id']}")
    await api.post(path, json=body, headers=headers)
    assert (await world.run()).exit_code == 0
    assert world.object(f"{key}.vi")["state"] == "absent"
    over = await api.post(path, json=body, headers=headers)
    assert (over.status_code, over.json()["code"]) == (409, "takedown-over")
    (one,) = (await api.get(TAKEDOWNS, headers=headers)).json()["data"]
    assert (one["outcome"], one["note"]) == ("proven", "Đã gọi, họ nói đã gỡ.")
    assert one["proof"] is not None
