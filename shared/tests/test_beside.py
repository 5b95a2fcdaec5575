import asyncio

import pytest

from phohien.beside import beside


async def test_it_begins_with_the_block_and_ends_with_it() -> None:
    said = []

    async def work() -> None:
        said.append("begun")
        try:
            await asyncio.Event().wait()
        finally:
            said.append("ended")

    async with beside(work()):
        await asyncio.sleep(0)
        assert said == ["begun"]
    assert said == ["begun", "ended"]


async def test_what_went_wrong_beside_the_block_is_told_after_it() -> None:
    async def work() -> None:
        raise OSError

    reached = False
    with pytest.raises(OSError):  # noqa: PT011 -- it says nothing
        async with beside(work()):
            await asyncio.sleep(0)
            reached = True
    assert reached
