"""Starting a supervisor in the background, and ending one."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress

from phohien_stack.embedded.errors import NotReadyError, StackError
from phohien_stack.embedded.programs import tail
from phohien_stack.supervisor import record
from phohien_stack.supervisor.place import Place
from phohien_stack.supervisor.record import Record

START_TIMEOUT, STOP_TIMEOUT = 600.0, 90.0
PAUSE = 0.1


def detach(place: Place, *, demo: bool, line: Callable[[str], None]) -> Record:
    """Returns when the new supervisor says it is ready; passes its lines on."""
    place.make()
    log = place.log("supervisor")
    log.unlink(missing_ok=True)
    command = [sys.executable, "-m", "phohien_stack", "up", "--data", str(place.folder)]
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 -- this program itself
            [*command, *(["--demo"] if demo else [])],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    end = time.monotonic() + START_TIMEOUT
    with log.open(encoding="utf-8", errors="replace") as lines:
        while time.monotonic() < end:
            for text in lines:
                line(text.rstrip())
            now = record.load(place.record)
            if now and now.pid == process.pid and now.state == "ready":
                return now
            if process.poll() is not None:
                raise NotReadyError(f"it did not come up:\n{tail(log)}")
            time.sleep(PAUSE)
    raise NotReadyError(f"not ready after {START_TIMEOUT:.0f} s; see {log}")


def stop(place: Place) -> bool:
    """True when something was up and is down now."""
    if not place.is_up():
        return False
    now = record.load(place.record)
    if now is None:
        raise StackError(
            f"{place.record} cannot be read: end the `phohien up` process yourself."
        )
    _send(now.pid, signal.SIGTERM)
    end = time.monotonic() + STOP_TIMEOUT
    while place.is_up():
        if time.monotonic() > end:
            # Its children end with it.
            _send(now.pid, signal.SIGKILL)
        time.sleep(PAUSE)
    return True


def _send(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)
