"""Accepts, gives tickets, decides later, one object a language: a profile, no code."""

from tests.standins.releases import Brochure


def shown(gateway, kind="texts"):
    gateway.settle()
    return {one["sender_ref"]: one for one in gateway.objects[kind].values()}


async def test_what_is_decided_later_is_followed_to_the_decision(world, gateway, dump):
    keys = [world.new_key() for _ in range(3)]
    brochure = Brochure(b"%PDF-1.7 \r\n\r\n--to gap\x00\xff" * 100)
    for key in keys:
        world.offer(key, "vi", f"Phố Nối {key}")
    world.offer(keys[0], "en", "Pho Noi A", brochure)
    report = await world.run()
    assert report.exit_code == 0, dump(report.runs)
    texts = shown(gateway)
    assert texts.keys() == {f"{keys[0]}.en", *(f"{key}.vi" for key in keys)}
    assert texts[f"{keys[0]}.en"]["language"] == "eng"
    (file,) = shown(gateway, "files").values()
    assert texts[f"{keys[0]}.en"]["pictures"] == [
        {"ref": file["ref"], "title": "Tờ gấp"}
    ]
    assert gateway.contents[file["ref"]] == brochure.content
    assert gateway.bad_signatures == 0
    polls = world.sql("select count(*) from sync.attempt where op = 'poll'")
    assert polls[0][0] >= 5

    world.offer(keys[0], "en", "Pho Noi A, extended", brochure)
    world.releases.withdraw(keys[1], "vi")
    assert (await world.run()).exit_code == 0
    texts = shown(gateway)
    assert texts[f"{keys[0]}.en"]["headline"] == "Pho Noi A, extended"
    assert f"{keys[1]}.vi" not in texts
    assert world.object(f"{keys[1]}.vi")["state"] == "absent"
    assert [op for op, _ in gateway.writes].count("create") == 5


async def test_what_they_turn_down_says_so_and_stops_nobody(world, gateway):
    bad, good = world.new_key(), world.new_key()
    world.offer(bad, "vi", f"{gateway.unwanted} đăng")
    world.offer(good, "vi", "Phố Nối")
    report = await world.run()
    assert report.runs[0]["outcome"] == "partial"
    found = world.object(f"{bad}.vi")
    assert found["state"] == "rejected"
    assert "Biên tập viên không nhận" in found["last_error"]
    assert world.object(f"{good}.vi")["state"] == "synced"


async def test_a_ticket_outlives_the_worker_and_a_lost_one_is_no_second_object(
    world, gateway
):
    key = world.new_key()
    gateway.delay = 60
    world.offer(key, "vi", "Phố Nối")
    await world.run(1.5)
    found = world.object(f"{key}.vi")
    assert (found["state"], found["last_verdict"]) == ("applied", "accepted")
    assert found["ticket"]["op"] == "create"

    # They decide, and forget the ticket: it is found by our key, not sent again.
    (ticket,) = gateway.tickets.values()
    ticket["at"] = 0.0
    gateway.settle()
    gateway.tickets.clear()
    assert (await world.run()).exit_code == 0
    assert len(gateway.objects["texts"]) == 1
    assert world.object(f"{key}.vi")["state"] == "synced"
