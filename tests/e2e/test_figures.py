"""What Prometheus reads of the demonstration, and that nobody else can."""

import httpx


async def test_the_figures_are_on_closed_ports_and_nowhere_else(stack) -> None:
    status = await stack.status()

    assert status["metrics"].keys() == {"content", "assets", "sync"}
    async with httpx.AsyncClient(trust_env=False) as prometheus:
        for name, url in status["metrics"].items():
            told = await prometheus.get(url)
            public = await prometheus.get(f"{status['urls'][name]}/metrics")

            assert url.startswith("http://127.0.0.1:"), name
            assert "phohien_database_up 1.0" in told.text, name
            assert public.status_code == 404, name
