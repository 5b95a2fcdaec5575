"""What the stack remembers: secrets and ports for ever, addresses for each run."""

import json
import os
import secrets
import tempfile
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, ValidationError

from phohien import keys
from phohien_stack.embedded.addresses import Keys, Listener
from phohien_stack.embedded.errors import StackError
from phohien_stack.store import Store

SCHEMA = "phohien.stack/1"
State = Literal["starting", "ready", "stopping", "stopped"]
SERVICES = {"content": "content-api", "assets": "assets-api", "sync": "asean-sync"}


def _tokens() -> dict[str, str]:
    made = {name: keys.new_token("phs") for name in SERVICES}
    return {
        **made,
        "standin": secrets.token_urlsafe(24),
        "evidence": secrets.token_urlsafe(36),
    }


class Kept(BaseModel):
    """Made once with the data; without it the data cannot be opened."""

    postgres_password: str = Field(default_factory=lambda: secrets.token_urlsafe(18))
    store_keys: Keys = Field(default_factory=Keys.new)
    tokens: dict[str, str] = Field(default_factory=_tokens)
    postgres_port: int = 0
    store_ports: dict[Listener, int] = Field(default_factory=dict)


class Child(BaseModel):
    pid: int
    # With the pid it names one process; a pid alone is used again.
    started: int
    restarts: int = 0


class Login(BaseModel):
    """A person of the sample dataset; never a real one."""

    username: str
    password: str
    may: str


class Record(BaseModel):
    """`stack.json`."""

    schema_: str = Field(default=SCHEMA, alias="schema", serialization_alias="schema")
    state: State = "starting"
    pid: int
    demo: bool
    urls: dict[str, str] = Field(default_factory=dict)
    # Where Prometheus reads; on this machine only.
    metrics: dict[str, str] = Field(default_factory=dict)
    database_url: str = Field(default="", repr=False)
    store: Store | None = Field(default=None, repr=False)
    tokens: dict[str, str] = Field(default_factory=dict, repr=False)
    children: dict[str, Child] = Field(default_factory=dict)
    logins: list[Login] = Field(default_factory=list)
    # What of the demonstration failed; the stack runs all the same.
    problems: list[str] = Field(default_factory=list)
    run_folder: str = ""


def load_kept(home: Path) -> Kept:
    path = home / "kept.json"
    if not path.exists():
        if (home / "postgres").exists():
            raise StackError(
                f"{path} is gone, and with it the password of the database in {home}: "
                f"put it back, or move {home} away to begin anew."
            )
        return Kept()
    kept = Kept.model_validate_json(path.read_bytes())
    # Data of an older version lack what was added since.
    kept.tokens = {**_tokens(), **kept.tokens}
    return kept


def save_kept(home: Path, kept: Kept) -> None:
    write(home / "kept.json", kept)


def load(path: Path) -> Record | None:
    """None when there is none, or none that can be read."""
    try:
        return Record.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def write(path: Path, model: BaseModel) -> None:
    """Whole or not at all, and for nobody else's eyes."""
    text = json.dumps(model.model_dump(mode="json", by_alias=True), indent=2)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w") as file:
        file.write(text + "\n")
    Path(name).replace(path)


def started_at(pid: int) -> int:
    """The kernel's start time of a process, in ticks; 0 when there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0
    fields = stat.rpartition(")")[2].split()
    # A zombie has ended; only its parent has not looked yet.
    return 0 if fields[0] == "Z" else int(fields[19])


def is_alive(child: Child) -> bool:
    return child.started != 0 and started_at(child.pid) == child.started
