"""A PostgreSQL of a test's own, which is restarted under everybody's feet."""

import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from phohien_stack import databases
from phohien_stack.embedded.account import setpriv
from phohien_stack.embedded.binaries import postgres_programs
from phohien_stack.embedded.postgres import ENVIRONMENT, Postgres
from phohien_stack.embedded.throwaway import throwaway_postgres


@dataclass(frozen=True)
class OwnPostgres:
    server: Postgres

    @property
    def url(self) -> str:
        return self.server.url()

    def restart(self) -> None:
        """Nobody is waited for, nothing is written down: it starts as after a fall."""
        log = self.server.data.with_name("restarts.log")
        self._control("restart", "-w", "-t", "60", "-l", str(log))

    def stop(self) -> None:
        self._control("stop")

    def _control(self, *words: str) -> None:
        server = self.server
        program = postgres_programs(server.account) / "pg_ctl"
        subprocess.run(
            [
                *setpriv(server.account, death=None),
                *(str(program), *words, "-m", "immediate", "-D", str(server.data)),
            ],
            env=ENVIRONMENT,
            cwd="/",
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )


@contextmanager
def own_postgres() -> Generator[OwnPostgres]:
    """With the migrated template; it keeps what was committed, as in a province."""
    with throwaway_postgres(in_memory=True, durable=True) as server:
        databases.build_template(server.url())
        own = OwnPostgres(server)
        try:
            yield own
        finally:
            own.stop()
