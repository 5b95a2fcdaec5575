"""One watched child: started in the main thread, again after growing pauses."""

import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from phohien_stack.embedded import programs
from phohien_stack.embedded.errors import NotReadyError, StackError
from phohien_stack.embedded.programs import Program
from phohien_stack.supervisor.record import Child, started_at

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
# A child that lived this long is healthy again: the pauses begin anew.
STEADY_SECONDS = 60.0
ATTEMPTS = 4


def _nothing() -> None:
    return


def _true() -> bool:
    return True


@dataclass
class Part:
    name: str
    program: Program
    ready: Callable[[], bool] = _true
    prepare: Callable[[], None] = _nothing
    forget: Callable[[], None] = _nothing
    address: str = ""
    process: subprocess.Popen[bytes] | None = None
    restarts: int = 0
    _pause: float = FIRST_PAUSE
    _begun: float = field(default_factory=time.monotonic)
    _due: float | None = None

    def begin(self) -> None:
        self.prepare()
        self.process = programs.start(self.program)
        self._begun, self._due = time.monotonic(), None

    def wait(self, timeout: float = 60) -> None:
        """Until ready. A server that finds its place still taken is tried again."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self._wait_once(timeout)
            except NotReadyError:
                if attempt == ATTEMPTS or self.is_running:
                    raise
                time.sleep(self._pause * attempt)
                self.begin()
            else:
                return

    def _wait_once(self, timeout: float) -> None:
        if self.process is None:
            self.begin()
        assert self.process is not None  # noqa: S101 -- begin() sets it
        programs.wait_until(self.ready, self.process, self.program, timeout=timeout)

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def look(self) -> str | None:
        """Called again and again; says what it saw, if anything happened."""
        now = time.monotonic()
        if self.is_running:
            if now - self._begun > STEADY_SECONDS:
                self._pause = FIRST_PAUSE
            return None
        if self._due is None:
            status = self.process.returncode if self.process else None
            return self._put_off(f"stopped (status {status})")
        if now < self._due:
            return None
        self.restarts += 1
        try:
            self.begin()
        except (StackError, OSError) as error:
            return self._put_off(str(error))
        return "started again"

    def _put_off(self, why: str) -> str:
        pause, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE)
        self._due = time.monotonic() + pause
        return f"{why}; again in {pause:g} s"

    def signal(self, number: signal.Signals | None = None) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number or self.program.stop)

    def end(self) -> None:
        if self.process is not None:
            programs.end(self.process, self.program)
        self.forget()

    def child(self) -> Child | None:
        if self.process is None:
            return None
        pid = self.process.pid
        return Child(pid=pid, started=started_at(pid), restarts=self.restarts)
