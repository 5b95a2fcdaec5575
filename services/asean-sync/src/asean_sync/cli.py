"""`asean-sync serve | work | openapi`: what runs in production."""

import argparse
import json

import uvicorn
import uvloop

from asean_sync.app import create_app
from asean_sync.settings import Settings
from asean_sync.work import work
from phohien import logs


def main() -> None:
    parser = argparse.ArgumentParser(prog="asean-sync")
    parser.add_argument("command", choices=["serve", "work", "openapi"])
    command = parser.parse_args().command
    settings = Settings()
    logs.configure(settings.log_level)
    match command:
        case "serve":
            uvicorn.run(
                create_app(settings),
                host=settings.host,
                port=settings.port,
                log_config=None,
                access_log=False,
                server_header=False,
            )
        case "work":
            uvloop.run(work(settings))
        case _:
            print(json.dumps(create_app(settings).openapi(), indent=2))
