"""`content-api serve | work | openapi`: what runs in production."""

import argparse
import asyncio
import json

import uvicorn

from content_api.app import create_app
from content_api.lane.protocol import protocol_with
from content_api.settings import Settings
from phohien import logs
from phohien.serving import longevity

# Seconds a server that is asked to end gives those who still read.
GRACE_SECONDS = 5


def main() -> None:
    parser = argparse.ArgumentParser(prog="content-api")
    parser.add_argument("command", choices=["serve", "work", "openapi"])
    command = parser.parse_args().command
    settings = Settings()
    logs.configure(settings.log_level)
    match command:
        case "serve":
            app = create_app(settings)
            longevity.settle()
            longevity.give_back()
            uvicorn.run(
                app,
                host=settings.host,
                port=settings.port,
                log_config=None,
                access_log=False,
                server_header=False,
                http=protocol_with(app.at_once),
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        case "work":
            from content_api.worker import work  # noqa: PLC0415 -- serve has no queue

            asyncio.run(work(settings))
        case _:
            print(json.dumps(create_app(settings).openapi(), indent=2))
