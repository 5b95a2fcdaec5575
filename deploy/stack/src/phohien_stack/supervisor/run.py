"""Up, watch, down: the life of one supervisor."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from phohien import bootstrap
from phohien_stack import databases, schema
from phohien_stack.embedded import seaweed
from phohien_stack.embedded.errors import NotReadyError
from phohien_stack.embedded.ports import Ports
from phohien_stack.supervisor import record, services
from phohien_stack.supervisor.parts import Part
from phohien_stack.supervisor.place import Place
from phohien_stack.supervisor.record import SERVICES, Kept, Record, State
from phohien_stack.supervisor.servers import Servers, servers

LOOK_EVERY = 0.5
# A killed supervisor takes its children along; all but one bear a second blow.
PATIENCE, PATIENCE_FOR_OTHERS = {"postgres": 20.0}, 3.0
Say = Callable[[str, str], None]
Plan = Callable[[services.Surroundings], list[list[Part]]]


class StopRequested(BaseException):
    """A signal asked for the end; raised in the main thread wherever it is."""


@dataclass
class Supervisor:
    place: Place
    say: Say
    demo: bool
    plan: Plan = services.plan
    groups: list[list[Part]] = field(default_factory=list)
    record: Record = field(init=False)

    def __post_init__(self) -> None:
        self.record = Record(pid=os.getpid(), demo=self.demo)

    def run(self, *, after: Callable[[Record], None]) -> None:
        """Returns when asked to stop; `after` is called once everything answers."""
        if self.demo:
            services.source_with_standin(self.place)
        with (
            self.place.locked(),
            suppress(StopRequested),
            _stoppable(),
            closing(Ports()) as ports,
        ):
            self._clear_the_last_run()
            self.place.rotate_logs()
            kept = record.load_kept(self.place.home)
            backing = servers(self.place, kept, ports)
            try:
                self._note("starting")
                self._start_all(backing, kept, ports)
                after(self.record)
                self._note("ready")
                self._watch()
            finally:
                self._stop_all()
                backing.forget()

    def _start_all(self, backing: Servers, kept: Kept, free: Ports) -> None:
        record.save_kept(self.place.home, kept)
        self.record.run_folder = str(backing.run_folder or "")
        self.record.database_url = backing.database_url
        self.record.store = backing.store
        self._start(backing.parts)
        self._prepare_servers(backing, kept)
        ports = services.choose_ports(free, demo=self.demo)
        around = services.Surroundings(
            self.place,
            backing.database_url,
            backing.store,
            kept.tokens,
            ports,
            services.choose_metrics_ports(free, demo=self.demo),
            demo=self.demo,
        )
        self.record.urls, self.record.tokens = around.urls, kept.tokens
        self.record.metrics = around.metrics_urls
        for group in self.plan(around):
            self._start(group)

    def _start(self, parts: list[Part]) -> None:
        """All at once, then wait for each."""
        begun = time.monotonic()
        self.groups.append(parts)
        for part in parts:
            part.begin()
        self._note("starting")
        for part in parts:
            part.wait()
            self.say(part.name, f"{part.address}  {time.monotonic() - begun:.1f} s")
        self._note("starting")

    def _prepare_servers(self, backing: Servers, kept: Kept) -> None:
        if backing.server_url:
            name = backing.database_url.rpartition("/")[2]
            databases.ensure(backing.server_url, name)
        begun = time.monotonic()
        schema.upgrade(backing.database_url)
        for name, service in SERVICES.items():
            bootstrap.ensure_service_token(
                backing.database_url, service, kept.tokens[name]
            )
        self.say("database", f"at head  {time.monotonic() - begun:.1f} s")
        store = backing.store
        # The first answer may only mean that the bucket has been made.
        if not any(seaweed.accepts(store.client(), store.bucket) for _ in range(2)):
            raise NotReadyError(
                f"the S3 store {store.endpoint} takes no object in {store.bucket}: "
                "check PHOHIEN_S3_ENDPOINT, PHOHIEN_S3_BUCKET and the keys."
            )

    def _watch(self) -> None:
        while True:
            time.sleep(LOOK_EVERY)
            for part in self._parts():
                seen = part.look()
                if seen:
                    self.say(part.name, f"{seen}; see {part.program.log}")
                    self._note("ready")

    def _stop_all(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        self._note("stopping")
        for group in reversed(self.groups):
            for part in group:
                part.signal()
            for part in reversed(group):
                part.end()
        self._note("stopped")
        self.say("stopped", str(self.place.folder))

    def _clear_the_last_run(self) -> None:
        """After `kill -9` children may still be ending; two of a kind must not be."""
        last = record.load(self.place.record)
        if last is None:
            return
        for name, child in last.children.items():
            patience = PATIENCE.get(name, PATIENCE_FOR_OTHERS)
            end = time.monotonic() + patience
            while record.is_alive(child):
                if time.monotonic() > end:
                    self.say(name, f"left over from the last run, killed ({child.pid})")
                    with suppress(ProcessLookupError):
                        os.kill(child.pid, signal.SIGKILL)
                time.sleep(0.1)
        if last.run_folder and Path(last.run_folder).name.startswith("phohien-"):
            _remove_sockets(Path(last.run_folder))

    def _note(self, state: State) -> None:
        self.record.state = state
        children = {part.name: part.child() for part in self._parts()}
        self.record.children = {
            name: child for name, child in children.items() if child is not None
        }
        record.write(self.place.record, self.record)

    def _parts(self) -> Iterator[Part]:
        for group in self.groups:
            yield from group


def _remove_sockets(folder: Path) -> None:
    with suppress(OSError):
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()


@contextmanager
def _stoppable() -> Iterator[None]:
    def request(number: int, _frame: FrameType | None) -> None:
        raise StopRequested(signal.Signals(number).name)

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, request) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
