"""What people write to this service carries no secret either."""


async def test_no_reason_of_a_coordinator_carries_a_marking(world, api, sign_in):
    draft = {"reason": "Theo văn bản TỐI MẬT về việc Kẻ Sặt", "target": "asean-portal"}

    for sent in (draft, {**draft, "reason": "T Ố I  M Ậ T"}, {"nobody": draft}):
        answer = await api.post(
            "/staff/v1/sync/stops", json=sent, headers=sign_in("operator")
        )
        assert answer.status_code == 422
        assert answer.json()["code"] == "marking-found"
        assert "Kẻ Sặt" not in answer.text

    assert world.sql("select count(*) from sync.stop") == [(0,)]
    told = world.sql("select detail from audit.entry where action = 'marking.refused'")
    assert len(told) == 3
    assert "Kẻ Sặt" not in str(told)
