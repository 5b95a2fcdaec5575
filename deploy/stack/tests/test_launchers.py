"""The embedded servers by themselves: cold, warm, killed, and left by their owner."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest

from phohien.urls import libpq, normal
from phohien_stack.embedded import programs, seaweed
from phohien_stack.embedded.account import unprivileged
from phohien_stack.embedded.addresses import Keys
from phohien_stack.embedded.errors import NotReadyError
from phohien_stack.embedded.ports import Ports, is_free
from phohien_stack.embedded.postgres import Postgres
from phohien_stack.embedded.seaweed import Seaweed

OWNED = """
import os, signal
from phohien_stack.embedded.throwaway import throwaway_postgres
with throwaway_postgres() as server:
    pid = int((server.data / "postmaster.pid").read_text().split()[0])
    print(pid, flush=True)
    signal.pause()
"""


@pytest.fixture
def ports() -> Iterator[Ports]:
    with closing(Ports()) as found:
        yield found


@pytest.fixture
def cluster(folder, ports) -> Postgres:
    return Postgres(
        data=folder / "data",
        sockets=folder,
        log=folder / "log",
        port=ports.free(),
        password="mật@khẩu:có/dấu",
        account=unprivileged(folder / "data"),
    )


@pytest.fixture
def store(folder, ports) -> Seaweed:
    return Seaweed(
        data=folder / "store",
        log=folder / "log",
        ports=seaweed.free_ports(ports),
        keys=Keys.new(),
        account=unprivileged(folder / "store"),
    )


@pytest.fixture
def started():
    running = []

    def start(server, ready):
        server.prepare()
        program = server.program()
        process = programs.start(program)
        running.append((process, program))
        programs.wait_until(ready, process, program)
        return process

    yield start
    for process, program in running:
        programs.end(process, program, using=signal.SIGKILL)


class TestPostgres:
    def test_keeps_its_rows_when_it_is_killed(self, cluster, started) -> None:
        first = started(cluster, cluster.ready)
        with psycopg.connect(libpq(cluster.url())) as connection:
            connection.execute("CREATE TABLE sen (name text)")
            connection.execute("INSERT INTO sen VALUES ('nhãn lồng')")
        first.kill()
        first.wait()

        started(cluster, cluster.ready)

        with psycopg.connect(libpq(cluster.url())) as connection:
            assert connection.execute("SELECT name FROM sen").fetchone() == (
                "nhãn lồng",
            )

    def test_is_not_fooled_by_a_pid_that_is_another_process_now(
        self, cluster, started
    ) -> None:
        process = started(cluster, cluster.ready)
        programs.end(process, cluster.program())
        stale = cluster.data / "postmaster.pid"
        stale.write_text(f"{os.getpid()}\n{cluster.data}\n1\n{cluster.port}\n")

        started(cluster, cluster.ready)

        assert cluster.ready()

    def test_a_half_made_cluster_is_made_again(self, cluster, started) -> None:
        half = cluster.data.with_name("data.new")
        half.mkdir()
        (half / "PG_VERSION").write_text("18\n")

        started(cluster, cluster.ready)

        assert not half.exists()

    def test_says_why_it_did_not_start(self, cluster) -> None:
        cluster.prepare()
        (cluster.data / "postgresql.conf").write_text("không_có = 1\n")
        program = cluster.program()

        with pytest.raises(NotReadyError, match="không_có"):
            programs.wait_until(cluster.ready, programs.start(program), program)

    def test_ends_with_an_owner_that_is_killed(self, is_gone) -> None:
        with subprocess.Popen(
            [sys.executable, "-c", OWNED], stdout=subprocess.PIPE, text=True
        ) as owner:
            postmaster = int(owner.stdout.readline())
            owner.kill()

        assert is_gone(postmaster)


class TestSeaweed:
    def test_keeps_objects_when_killed_and_forgets_old_flags(
        self, store, started
    ) -> None:
        first = started(store, lambda: store.ready("sen"))
        store.client().put_object("sen", "ảnh.txt", io.BytesIO(b"sen"), 3)
        first.kill()
        first.wait()
        (store.data / "mini.options").write_text("s3.port=1\n")

        started(store, lambda: store.ready("sen"))

        with store.client().get_object("sen", "ảnh.txt") as answer:
            assert answer.read() == b"sen"


class TestPorts:
    def test_the_preferred_one_when_it_is_free(self, ports) -> None:
        port = ports.free()
        ports.close()

        assert ports.free(preferred=[port]) == port
        assert ports.free(preferred=[port]) != port

    def test_another_stack_does_not_get_it_before_it_is_used(self, ports) -> None:
        port = ports.free()

        with closing(Ports()) as others:
            assert others.free(preferred=[port]) != port

    def test_a_port_in_use_is_not_free(self, urls) -> None:
        assert not is_free(normal(urls.owner).port)
