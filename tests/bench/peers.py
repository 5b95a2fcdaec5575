"""What others need for the same: nginx with the bytes on disk, and Django.

Django has an environment of its own, made once from locked requirements; nginx is
Debian's. When one cannot be had, the table says so and how to get it.
"""

import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import servers

from phohien import urls

ROOT = Path(__file__).parents[2]
DRF = Path(__file__).with_name("drf")
HOME = ROOT / ".tools" / "bench"
NGINX = "/usr/sbin/nginx"
CONF = """
daemon off; worker_processes 1; pid {home}/pid; error_log {home}/errors;
events {{ worker_connections 256; }}
http {{
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;
    open_file_cache max=10000; default_type application/json;
    server {{ listen 127.0.0.1:{port}; root {home}/files; }}
}}
"""


class MissingError(Exception):
    """What to do to have this peer measured."""


@contextmanager
def nginx(port: int, files: Mapping[str, bytes], home: Path) -> Iterator[int]:
    """Serves each of `files` under its name; its pid."""
    if not Path(NGINX).exists():
        message = "nginx is not installed: apt-get install nginx-light"
        raise MissingError(message)
    (home / "files").mkdir(parents=True)
    for name, body in files.items():
        (home / "files" / name).write_bytes(body)
    # Its workers may be another user.
    for folder in (home, home / "files"):
        folder.chmod(0o755)
    (home / "conf").write_text(CONF.format(home=home, port=port))
    command = [NGINX, "-p", str(home), "-c", str(home / "conf"), "-e", f"{home}/errors"]
    with servers.started(command, {}) as process:
        servers.until_answers(process, f"http://127.0.0.1:{port}/{next(iter(files))}")
        yield process.pid


@contextmanager
def django(port: int, database_url: str) -> Iterator[int]:
    """One worker with four threads, as the role that reads in content-api; its pid."""
    url = urls.normal(urls.role_url(database_url, "phohien_public"))
    environment = {
        "BENCH_HOST": str(url.host),
        "BENCH_PORT": str(url.port),
        "BENCH_DATABASE": str(url.database),
        "BENCH_USER": str(url.username),
        "PGPASSWORD": str(url.password),
        "PYTHONPATH": str(DRF),
    }
    command = [
        *(str(_django_home() / "bin" / "gunicorn"), "--bind", f"127.0.0.1:{port}"),
        *("--worker-class", "gthread", "--threads", "4", "--keep-alive", "60"),
        *("--log-level", "warning", "peer:application"),
    ]
    with servers.started(command, environment) as process:
        servers.until_answers(process, f"http://127.0.0.1:{port}/none")
        yield process.pid


def _django_home() -> Path:
    home, locked = HOME / "drf", DRF / "requirements.txt"
    stamp = home / ".installed"
    if stamp.exists() and stamp.read_text() == locked.read_text():
        return home
    found = shutil.which("uv") or str(ROOT / ".tools" / "bin" / "uv")
    wanted = ["--require-hashes", str(locked)]
    _run(
        [found, "venv", "--quiet", "--allow-existing", "--python", sys.executable, home]
    )
    _run([found, "pip", "sync", "--quiet", "--python", home / "bin/python", *wanted])
    stamp.write_text(locked.read_text())
    return home


def _run(command: Sequence[object]) -> None:
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    try:
        done = subprocess.run(
            [str(part) for part in command],
            env=plain,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as exc:
        message = f"uv is needed for Django's environment: {exc}"
        raise MissingError(message) from exc
    if done.returncode != 0:
        message = f"Django could not be installed: {done.stderr[-500:]}"
        raise MissingError(message)


def body_of(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:
        return answer.read()
