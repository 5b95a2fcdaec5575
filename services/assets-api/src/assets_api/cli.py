"""`assets-api serve | work | openapi`: what runs in production."""

import argparse
import asyncio
import json

import uvicorn

from assets_api.app import create_app
from assets_api.settings import Settings
from assets_api.work import work
from phohien import logs
from phohien.serving import longevity
from phohien.serving.at_once import protocol_with

GRACE_SECONDS = 5


def main() -> None:
    parser = argparse.ArgumentParser(prog="assets-api")
    parser.add_argument("command", choices=["serve", "work", "openapi"])
    command = parser.parse_args().command
    settings = Settings()
    logs.configure(settings.log_level)
    match command:
        case "serve":
            app = create_app(settings)
            longevity.settle()
            uvicorn.run(
                app,
                host=settings.host,
                port=settings.port,
                log_config=None,
                access_log=False,
                server_header=False,
                http=protocol_with(app.state.kept),
                # Addresses in answers come from the settings, never from a header.
                proxy_headers=False,
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        case "work":
            asyncio.run(work(settings))
        case _:
            print(json.dumps(create_app(settings).openapi(), indent=2))
