"""PostgreSQL from the wheel: `initdb` once, then a program the caller starts."""

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from phohien import urls
from phohien_stack.embedded.account import Account, setpriv
from phohien_stack.embedded.binaries import postgres_programs
from phohien_stack.embedded.errors import NotReadyError
from phohien_stack.embedded.programs import Program

OWNER = "phohien"
ORPHAN_PATIENCE = 20.0
# pg_trgm reads LC_CTYPE and drops accented letters in the C locale.
ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
}
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "2GB",
}


@dataclass(frozen=True)
class Postgres:
    """One cluster: `data` belongs to `account`, `sockets` is short and private."""

    data: Path
    sockets: Path
    log: Path
    port: int
    password: str
    account: Account | None
    throwaway: bool = False

    def url(self, database: str = "postgres") -> str:
        secret = quote(self.password, safe="")
        return f"postgresql+psycopg://{OWNER}:{secret}@127.0.0.1:{self.port}/{database}"

    def prepare(self) -> None:
        """Create the cluster if there is none, and clear what a crash left behind."""
        if (self.data / "PG_VERSION").exists():
            self._forget_dead_postmaster()
            return
        new = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        password_file = new.with_suffix(".password")
        password_file.touch(mode=0o600)
        password_file.write_text(self.password + "\n")
        if self.account:
            self.account.own(new)
            self.account.own(password_file)
        try:
            self._initdb(new, password_file)
        finally:
            password_file.unlink()
        # A half-made cluster never has the real name.
        new.rename(self.data)

    def program(self) -> Program:
        settings = {
            **SETTINGS,
            "port": str(self.port),
            "unix_socket_directories": str(self.sockets),
            **(THROWAWAY if self.throwaway else {}),
        }
        options = [part for item in settings.items() for part in ("-c", "=".join(item))]
        return Program(
            name="postgres",
            command=(
                str(postgres_programs(self.account) / "postgres"),
                "-D",
                str(self.data),
                *options,
            ),
            environment=ENVIRONMENT,
            folder=Path("/"),
            log=self.log,
            account=self.account,
            # SIGTERM waits for every client to leave; SIGINT does not.
            stop=signal.SIGINT,
            patience=20,
        )

    def ready(self) -> bool:
        return answers(self.url())

    def _initdb(self, data: Path, password_file: Path) -> None:
        command = [
            *setpriv(self.account, death="KILL"),
            str(postgres_programs(self.account) / "initdb"),
            *("-D", str(data), "-U", OWNER, f"--pwfile={password_file}"),
            *("--auth=scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *(["-N"] if self.throwaway else []),
        ]
        done = subprocess.run(  # noqa: S603 -- fixed command
            command, check=False, env=ENVIRONMENT, cwd="/", capture_output=True
        )
        if done.returncode != 0:
            raise NotReadyError(
                f"initdb failed in {data}: {done.stderr.decode(errors='replace')}"
            )

    def _forget_dead_postmaster(self) -> None:
        """After a crash the pid in the file may be anybody's by now."""
        pid_file = self.data / "postmaster.pid"
        end = time.monotonic() + ORPHAN_PATIENCE
        while pid_file.exists():
            lines = pid_file.read_text().splitlines()
            pid = int(lines[0]) if lines and lines[0].isdigit() else 0
            if not self._is_ours(pid):
                pid_file.unlink(missing_ok=True)
                return
            os.kill(pid, signal.SIGINT)
            if time.monotonic() > end:
                raise NotReadyError(
                    f"PostgreSQL (process {pid}) still holds {self.data}: stop it."
                )
            time.sleep(0.1)

    def _is_ours(self, pid: int) -> bool:
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return words[0].endswith(b"postgres") and bytes(self.data) in words


def answers(url: str) -> bool:
    try:
        psycopg.connect(urls.libpq(url), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True
