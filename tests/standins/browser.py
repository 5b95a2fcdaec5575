"""A site without any protecting header, which remembers what it was asked for."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Site(http.server.ThreadingHTTPServer):
    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder, self.asked = folder, set[str]()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *given, **options) -> None:
        super().__init__(*given, directory=str(given[2].folder), **options)

    def do_GET(self) -> None:
        self.server.asked.add(self.path)
        super().do_GET()

    def log_message(self, *_) -> None: ...


@contextmanager
def serving(folder: Path) -> Iterator[Site]:
    folder.mkdir(exist_ok=True)
    with Site(folder) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield site
        site.shutdown()
