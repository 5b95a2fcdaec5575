"""Up, watch, down and recovery, with real servers and one child that only sleeps."""

import os
import signal
import stat
import subprocess
import sys
import time

import pytest

from phohien_stack.embedded.account import unprivileged
from phohien_stack.embedded.binaries import COPIES
from phohien_stack.supervisor import place as places


def phohien(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "phohien_stack", *words],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )


def test_a_killed_supervisor_takes_its_children_along_and_the_next_recovers(
    folder, supervise, is_gone
) -> None:
    first = supervise(folder)
    before = first.wait()
    first.end(signal.SIGKILL)
    # What a crash may leave besides: a pid that is somebody else's by now.
    second = supervise(folder)
    after = second.wait()

    assert all(is_gone(child["pid"]) for child in before["children"].values())
    assert after["database_url"] == before["database_url"]
    assert after["store"] == before["store"]
    assert set(after["children"]) == {"postgres", "seaweedfs", "sleeper"}
    assert stat.S_IMODE((folder / "stack.json").stat().st_mode) == 0o600

    said = phohien("up", "--data", str(folder))
    assert said.returncode == 0
    assert "already up" in said.stdout

    stopped = phohien("down", "--data", str(folder))
    assert stopped.returncode == 0
    assert second.process.wait(5) == 0
    assert second.record()["state"] == "stopped"
    assert all(is_gone(child["pid"], 0.2) for child in after["children"].values())


def test_a_killed_child_is_started_again(
    folder, supervise, given_servers, is_gone
) -> None:
    stack = supervise(folder, given_servers)
    before = stack.wait()["children"]["sleeper"]

    os.kill(before["pid"], signal.SIGKILL)

    end = time.monotonic() + 10
    while (now := stack.record()["children"]["sleeper"])["restarts"] == 0:
        assert time.monotonic() < end
        time.sleep(0.05)
    assert now["pid"] != before["pid"]
    assert not is_gone(now["pid"], 0.1)


def test_given_servers_are_used_and_none_is_started(
    folder, supervise, given_servers
) -> None:
    record = supervise(folder, given_servers).wait()

    assert set(record["children"]) == {"sleeper"}
    assert record["database_url"] == given_servers["PHOHIEN_DATABASE_URL"]


def test_a_record_cut_in_half_does_not_stop_the_next_start(
    folder, supervise, given_servers
) -> None:
    (folder / "stack.json").write_text('{"schema": "phohien.sta')

    assert supervise(folder, given_servers).wait()["state"] == "ready"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_starting_ends_it_cleanly(
    folder, supervise, given_servers, number
) -> None:
    stack = supervise(folder, given_servers)
    stack.wait("starting")

    stack.end(number)

    assert stack.process.returncode == 0
    assert stack.record()["state"] == "stopped"


def test_down_when_nothing_is_up_says_so(folder) -> None:
    said = phohien("down", "--data", str(folder / "none"))

    assert said.returncode == 0
    assert "was not up" in said.stdout


class TestPlace:
    def test_data_move_when_the_servers_user_cannot_enter(self, tmp_path) -> None:
        if unprivileged(tmp_path / "none") is None:
            assert places.locate(tmp_path / "s").home == (tmp_path / "s").resolve()
            return
        tmp_path.chmod(0o700)
        place = places.locate(tmp_path / "s")
        place.make()

        assert place.home.parent == COPIES
        assert (place.folder / "location").read_text().strip() == str(place.home)
        assert places.locate(tmp_path / "s") == place
        place.home.rmdir()

    def test_what_is_erased_is_gone_wherever_it_was(self, tmp_path) -> None:
        tmp_path.chmod(0o700)
        place = places.locate(tmp_path / "s")
        with place.locked():
            (place.home / "kept.json").touch()

        place.erase()

        assert not place.home.exists()
        assert not place.folder.exists()

    def test_a_folder_that_is_no_stack_is_not_erased(self, tmp_path) -> None:
        (tmp_path / "letter.txt").touch()

        places.Place(tmp_path, tmp_path).erase()

        assert (tmp_path / "letter.txt").exists()

    def test_the_checkout_is_found_from_below(self, tmp_path) -> None:
        (tmp_path / places.MARK).parent.mkdir(parents=True)
        (tmp_path / places.MARK).touch()
        (tmp_path / "a" / "b").mkdir(parents=True)

        assert places.checkout(tmp_path / "a" / "b") == tmp_path

    def test_big_logs_are_put_aside(self, tmp_path) -> None:
        place = places.Place(tmp_path / "s", tmp_path / "s")
        place.make()
        place.log("big").write_bytes(b"x" * (places.ROTATE_ABOVE + 1))
        place.log("small").write_bytes(b"x")

        place.rotate_logs()

        assert sorted(path.name for path in place.logs.iterdir()) == [
            "big.log.1",
            "small.log",
        ]
