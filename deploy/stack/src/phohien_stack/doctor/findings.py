"""What a check answers, and what all checks look at."""

from dataclasses import asdict, dataclass
from typing import Literal

from phohien_stack.store import Store
from phohien_stack.supervisor.place import Place
from phohien_stack.supervisor.record import Record

Status = Literal["ok", "warning", "failed", "skipped"]


@dataclass(frozen=True)
class Finding:
    id: str
    status: Status
    detail: str
    fix: str = ""

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True)
class Patient:
    """The stack as it is recorded, or as the environment describes it."""

    place: Place
    record: Record | None
    database_url: str
    store: Store | None


def ok(name: str, detail: str) -> Finding:
    return Finding(name, "ok", detail)


def failed(name: str, detail: str, fix: str) -> Finding:
    return Finding(name, "failed", detail, fix)


def warning(name: str, detail: str, fix: str) -> Finding:
    return Finding(name, "warning", detail, fix)


def skipped(name: str, detail: str) -> Finding:
    return Finding(name, "skipped", detail)
