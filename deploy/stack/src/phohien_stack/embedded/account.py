"""Which user a server runs as: PostgreSQL refuses root, so root lends it to another."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from phohien_stack.embedded.errors import MissingPartError

CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int

    def own(self, path: Path) -> None:
        os.chown(path, self.uid, self.gid)


def unprivileged(data: Path) -> Account | None:
    """None means: run as whoever we are. Existing data keep the user who wrote them."""
    if os.geteuid() != 0:
        return None
    if data.exists() and (uid := data.stat().st_uid) != 0:
        entry = pwd.getpwuid(uid)
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise MissingPartError(
        "PostgreSQL does not run as root and neither `postgres` nor `nobody` exists: "
        "create one of them, or run this as an ordinary user."
    )


def setpriv(account: Account | None, *, death: str | None) -> list[str]:
    """The prefix that drops privileges and ends the child together with its parent.

    The kernel ties the signal to the *thread* that forked, so the caller must be a
    thread that lives as long as the server should: the main one.
    """
    if shutil.which("setpriv") is None:
        if account is None:
            return []
        raise MissingPartError(
            "`setpriv` is missing: install util-linux, or run this as an ordinary user."
        )
    ids = (
        [
            "--reuid",
            str(account.uid),
            "--regid",
            str(account.gid),
            "--clear-groups",
        ]
        if account
        else []
    )
    ends = ["--pdeathsig", death] if death else []
    return ["setpriv", *ids, *ends] if ids or ends else []


def can_enter(account: Account | None, path: Path) -> bool:
    """Whether that user may pass through every parent and execute or enter `path`."""
    if account is None:
        return os.access(path, os.X_OK)
    probe = [*setpriv(account, death=None), "test", "-x", str(path)]
    return subprocess.run(probe, check=False).returncode == 0  # noqa: S603 -- fixed command
