"""Others that make sizes of pictures: thumbor and ipx, each in a folder of its own.

Both are installed once, from locked requirements, under `.tools/bench`.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import servers
from peers import HOME, ROOT, MissingError

HERE = Path(__file__).parent
CONF = """
LOADER = "thumbor.loaders.file_loader"
FILE_LOADER_ROOT_PATH = {folder!r}
STORAGE = "thumbor.storages.no_storage"
RESULT_STORAGE = None
QUALITY = 80
ALLOW_UNSAFE_URL = True
"""


@contextmanager
def thumbor(port: int, folder: Path) -> Iterator[int]:
    """One process, that keeps nothing; its pid."""
    home, conf = _thumbor_home(), folder / "thumbor.conf"
    conf.write_text(CONF.format(folder=str(folder)))
    program = [home / "bin" / "thumbor", "--port", port, "--ip", "127.0.0.1"]
    command = [*map(str, program), "--conf", str(conf), "--log-level", "error"]
    with servers.started(command, {"PYTHONPATH": ""}) as process:
        servers.until_answers(process, f"http://127.0.0.1:{port}/healthcheck")
        yield process.pid


def thumbor_path(name: str, width: int) -> str:
    return f"/unsafe/{width}x0/filters:format(webp):quality(80)/{name}"


@contextmanager
def ipx(port: int, folder: Path) -> Iterator[int]:
    home = _ipx_home()
    command = ["node", str(home / "server.mjs"), str(port), str(folder)]
    with servers.started(command, {}) as process:
        servers.until_answers(process, f"http://127.0.0.1:{port}/")
        yield process.pid


def ipx_path(name: str, width: int) -> str:
    return f"/w_{width},f_webp,q_80/{name}"


def _thumbor_home() -> Path:
    home, locked = HOME / "thumbor", HERE / "thumbor" / "requirements.txt"
    stamp = home / ".installed"
    if stamp.exists() and stamp.read_text() == locked.read_text():
        return home
    uv = shutil.which("uv") or ROOT / ".tools" / "bin" / "uv"
    _run([uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, home])
    wanted = ["--require-hashes", locked]
    _run([uv, "pip", "sync", "--quiet", "--python", home / "bin/python", *wanted])
    stamp.write_text(locked.read_text())
    return home


def _ipx_home() -> Path:
    home, source = HOME / "ipx", HERE / "ipx"
    locked, stamp = (source / "package-lock.json").read_text(), home / ".installed"
    if not stamp.exists() or stamp.read_text() != locked:
        home.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(source / name, home / name)
        _run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], at=home)
        stamp.write_text(locked)
    shutil.copy(source / "server.mjs", home / "server.mjs")
    return home


def _run(command: Sequence[object], at: Path = ROOT) -> None:
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    words = [str(part) for part in command]
    try:
        done = subprocess.run(
            words, env=plain, cwd=at, capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise MissingError(f"{words[0]} is needed: {error}") from error
    if done.returncode != 0:
        raise MissingError(f"{words[0]}: {done.stderr[-500:]}")
