"""A WordPress from Debian's packages with a MariaDB, for one run of tests."""

import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

from phohien_stack.embedded import programs
from phohien_stack.embedded.account import Account, setpriv
from phohien_stack.embedded.ports import Ports
from phohien_stack.embedded.programs import Program
from phohien_stack.embedded.throwaway import locked_home

HERE = Path(__file__).parent
CODE = Path("/usr/share/wordpress")
CONTENT = Path("/var/lib/wordpress/wp-content")
REMEDY = "{} is not installed; `make debian` installs it"
WORKERS = "4"
QUICK = (
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-doublewrite=0",
    "--innodb-buffer-pool-size=64M",
    "--performance-schema=OFF",
    "--skip-log-bin",
)
MAKE = (
    "create database wordpress character set utf8mb4;"
    "create user 'wordpress'@'localhost' identified by 'wordpress';"
    "grant all on wordpress.* to 'wordpress'@'localhost'"
)
TABLES = ("posts", "postmeta", "term_relationships", "comments", "commentmeta")


class NotInstalledError(Exception):
    """A package is missing; the message says how to get it."""


@dataclass(frozen=True)
class Site:
    """`url` is the public address. The sync comes as an editor, or as an author."""

    url: str
    passwords: dict[str, str]
    folder: Path
    socket: Path

    @property
    def user(self) -> str:
        return "phohien-editor"

    @property
    def password(self) -> str:
        return self.passwords["editor"]

    def add_term(self, name: str, slug: str, taxonomy: str = "category") -> None:
        """As the site's staff do it."""
        self.sql(
            f"insert into wp_terms (name, slug) values ('{name}', '{slug}');"
            "insert into wp_term_taxonomy (term_id, taxonomy, description) "
            f"values (last_insert_id(), '{taxonomy}', '')"
        )

    @contextmanager
    def altered(self, code: str) -> Generator[None]:
        """With a plugin of its own, as its staff or an update would leave it."""
        # A new name each time: what PHP compiled of a file is kept for seconds.
        plugin = self.folder / "wp-content" / "mu-plugins" / f"{token_hex(4)}.php"
        plugin.parent.mkdir(exist_ok=True)
        plugin.write_text(f"<?php\n{code}", encoding="utf-8")
        try:
            yield
        finally:
            plugin.unlink()

    def sql(self, statement: str) -> list[Any]:
        """Rows of JSON, straight out of the database: no WordPress in between."""
        done = subprocess.run(
            [
                *("mariadb", f"--socket={self.socket}", "--user=root", "--batch"),
                *("--raw", "--skip-column-names", "--default-character-set=utf8mb4"),
                *("--max-allowed-packet=256M", "wordpress"),
            ],
            input=statement,
            capture_output=True,
            text=True,
            check=True,
        )
        return [json.loads(line) for line in done.stdout.splitlines()]

    def empty(self) -> None:
        """No posts, no files, and only the category every site has."""
        self.sql("".join(f"delete from wp_{name};" for name in TABLES))
        self.sql(
            "delete from wp_term_taxonomy where taxonomy in ('category', 'post_tag') "
            "and term_id > 1; delete from wp_terms where term_id > 1 and term_id "
            "not in (select term_id from wp_term_taxonomy)"
        )
        for one in (self.folder / "wp-content" / "uploads").iterdir():
            shutil.rmtree(one)


@contextmanager
def site() -> Generator[Site]:
    """Started, installed and empty. Raises NotInstalledError."""
    for name in ("mariadbd", "mariadb-install-db", "mariadb", "php"):
        if shutil.which(name) is None:
            raise NotInstalledError(REMEDY.format(name))
    if not CODE.is_dir():
        raise NotInstalledError(REMEDY.format("wordpress"))
    with ExitStack() as stack:
        home, account = stack.enter_context(locked_home())
        socket = home / "s"
        stack.enter_context(_database(home, socket, account))
        folder = _tree(home, socket, account)
        ports = stack.enter_context(closing(Ports()))
        address = f"127.0.0.1:{ports.free()}"
        passwords = _install(folder, address, account)
        stack.enter_context(_serving(home, folder, address, account))
        yield Site(f"http://{address}", passwords, folder, socket)


@contextmanager
def _database(home: Path, socket: Path, account: Account | None) -> Iterator[None]:
    data = home / "data"
    subprocess.run(
        [
            *setpriv(account, death=None),
            *("mariadb-install-db", "--no-defaults", f"--datadir={data}"),
            *("--auth-root-authentication-method=normal", "--skip-test-db"),
        ],
        check=True,
        capture_output=True,
    )
    program = _program(
        "mariadb",
        (
            *("mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={socket}"),
            *("--skip-networking", f"--pid-file={home / 'pid'}", *QUICK),
        ),
        home,
        account,
    )
    process = programs.start(program)
    try:
        programs.wait_until(lambda: _answers(socket), process, program)
        _asked(socket, MAKE)
        yield
    finally:
        process.kill()
        process.wait()


def _answers(socket: Path) -> bool:
    if not socket.exists():
        return False
    ping = ["mariadb-admin", "--user=root", f"--socket={socket}", "ping"]
    return subprocess.run(ping, capture_output=True, check=False).returncode == 0


def _asked(socket: Path, statement: str) -> None:
    ask = ["mariadb", "--user=root", f"--socket={socket}", "--execute", statement]
    subprocess.run(ask, check=True, capture_output=True)


def _tree(home: Path, socket: Path, account: Account | None) -> Path:
    """A copy, as the packages' own configuration is in /etc."""
    folder = home / "site"
    shutil.copytree(CODE, folder, ignore=shutil.ignore_patterns("wp-content"))
    shutil.copytree(CONTENT, folder / "wp-content", dirs_exist_ok=True)
    (folder / "wp-content" / "uploads").mkdir(exist_ok=True)
    config = (HERE / "wp-config.php").read_text(encoding="utf-8")
    (folder / "wp-config.php").unlink(missing_ok=True)
    (folder / "wp-config.php").write_text(config.replace("@SOCKET@", str(socket)))
    for name in ("install.php", "router.php"):
        shutil.copy(HERE / name, home / name)
    if account is not None:
        account.own(folder / "wp-content" / "uploads")
    return folder


def _install(folder: Path, address: str, account: Account | None) -> dict[str, str]:
    php = ["php", str(folder.parent / "install.php"), str(folder), address]
    done = subprocess.run(
        [*setpriv(account, death=None), *php],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, str] = json.loads(done.stdout)
    return found


@contextmanager
def _serving(
    home: Path, folder: Path, address: str, account: Account | None
) -> Iterator[None]:
    limits = ("upload_max_filesize=320M", "post_max_size=330M", "memory_limit=512M")
    settings = (*limits, "opcache.enable_cli=1", "display_errors=0")
    program = _program(
        "php",
        (
            *("php", *(word for one in settings for word in ("-d", one))),
            *("-S", address, "-t", str(folder), str(home / "router.php")),
        ),
        home,
        account,
    )
    process = programs.start(program)
    try:
        programs.wait_until(lambda: _serves(address), process, program)
        yield
    finally:
        # Its workers are in the session it began, and outlive it otherwise.
        os.killpg(process.pid, 9)
        process.wait()


def _serves(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://{address}/wp-json/", timeout=10) as answer:
            return answer.status == 200
    except (OSError, urllib.error.HTTPError):
        time.sleep(0.05)
        return False


def _program(
    name: str, command: tuple[str, ...], home: Path, account: Account | None
) -> Program:
    return Program(
        name=name,
        command=command,
        environment={
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "PHP_CLI_SERVER_WORKERS": WORKERS,
            "TMPDIR": tempfile.gettempdir(),
        },
        folder=home,
        log=home / f"{name}.log",
        account=account,
    )
