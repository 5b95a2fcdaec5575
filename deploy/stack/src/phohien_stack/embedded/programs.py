"""Starting, awaiting and stopping one child process."""

import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from phohien_stack.embedded.account import Account, setpriv
from phohien_stack.embedded.errors import NotReadyError

PAUSE = 0.03


@dataclass(frozen=True)
class Program:
    """What to run; `stop` is also the signal it gets when its parent dies."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path
    log: Path
    account: Account | None = None
    stop: signal.Signals = signal.SIGTERM
    patience: float = 10.0


def start(program: Program) -> subprocess.Popen[bytes]:
    """Call it from the main thread: see `account.setpriv`."""
    death = program.stop.name.removeprefix("SIG")
    prefix = setpriv(program.account, death=death)
    with program.log.open("ab") as log:
        return subprocess.Popen(  # noqa: S603 -- our own commands
            [*prefix, *program.command],
            cwd=program.folder,
            env=dict(program.environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def wait_until(
    ready: Callable[[], bool],
    process: subprocess.Popen[bytes],
    program: Program,
    *,
    timeout: float = 60,
) -> None:
    """Return when `ready()` is true; raise when the process ends or time runs out."""
    end = time.monotonic() + timeout
    while not ready():
        if process.poll() is not None:
            raise NotReadyError(
                f"{program.name} stopped while starting (status {process.returncode}); "
                f"the last lines of {program.log}:\n{tail(program.log)}"
            )
        if time.monotonic() > end:
            raise NotReadyError(
                f"{program.name} did not answer in {timeout:.0f} s; see {program.log}"
            )
        time.sleep(PAUSE)


def end(
    process: subprocess.Popen[bytes],
    program: Program,
    *,
    using: signal.Signals | None = None,
) -> None:
    """Ask, wait, and in the end insist."""
    if process.poll() is None:
        process.send_signal(using or program.stop)
    try:
        process.wait(program.patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def tail(path: Path, *, lines: int = 8) -> str:
    if not path.exists():
        return ""
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
