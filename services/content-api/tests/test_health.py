"""Whether the process is up, and whether it can work."""


async def test_it_says_that_it_lives_and_works(client):
    live = await client.get("/health/live")
    ready = await client.get("/health/ready")
    version = await client.get("/version")

    assert (live.status_code, ready.status_code) == (200, 200)
    assert version.json()["version"] == "0.1.0"
