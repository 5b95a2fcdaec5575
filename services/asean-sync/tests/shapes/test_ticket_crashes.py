"""A worker dies with a ticket in its hand: one object at the target all the same."""

import pytest
from tests.standins.mortal import killed_at

from asean_sync.sending.steps import Step

LOSES_THE_TICKET = Step.SENT
OTHERS = (Step.INTENT_RECORDED, Step.RESULT_RECORDED, Step.LOOKED, Step.READ_BACK)


@pytest.fixture
def killed_there(world, gateway):
    async def tell(step):
        key = world.new_key()
        world.offer(key, "vi", "Phố Nối A")
        assert await killed_at(step)
        assert (await world.run()).exit_code == 0
        gateway.settle()
        shown = [one["sender_ref"] for one in gateway.objects["texts"].values()]
        assert shown.count(f"{key}.vi") == 1
        assert world.object(f"{key}.vi")["ticket"] is None

    return tell


async def test_a_ticket_that_died_with_its_worker_makes_no_second_object(killed_there):
    await killed_there(LOSES_THE_TICKET)


@pytest.mark.proof
@pytest.mark.parametrize("step", OTHERS)
async def test_killed_at_any_other_step_it_is_the_same(killed_there, step):
    await killed_there(step)
