"""What the operating system must give."""

import shutil
import stat
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from phohien_stack.doctor.findings import Finding, Patient, failed, ok, skipped, warning
from phohien_stack.embedded.ports import is_free
from phohien_stack.supervisor.services import PORTS

ZONE = "Asia/Ho_Chi_Minh"
GIB = 1024**3
LITTLE, VERY_LITTLE = 10 * GIB, GIB
LISTENING = "0A"
LOOPBACK = ("0100007F", "00000000000000000000000001000000")


def setpriv(_: Patient) -> Finding:
    if shutil.which("setpriv"):
        return ok("setpriv", "present")
    return failed(
        "setpriv",
        "missing: children would outlive a killed supervisor",
        "install util-linux (apt-get install util-linux)",
    )


def folder(patient: Patient) -> Finding:
    place = patient.place
    if not place.folder.exists():
        return skipped("folder", f"{place.folder} is made by the first `phohien up`")
    secret = (place.record, place.home / "kept.json")
    open_to_others = [
        str(path)
        for path in secret
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    if open_to_others:
        names = " ".join(open_to_others)
        return failed("folder", f"others can read {names}", f"chmod 600 {names}")
    mode = stat.S_IMODE(place.folder.stat().st_mode)
    if mode & 0o066:
        return failed(
            "folder",
            f"{place.folder} has mode {mode:o}: others can list or change it",
            f"chmod go-rw {place.folder}",
        )
    return ok("folder", f"{place.home}, closed to others")


def disk(patient: Patient) -> Finding:
    place = next(
        path
        for path in (patient.place.home, *patient.place.home.parents)
        if path.exists()
    )
    free = shutil.disk_usage(place).free
    detail = f"{free / GIB:.1f} GiB free at {place}"
    fix = "free some space, or move the folder with `phohien up --data` elsewhere"
    if free < VERY_LITTLE:
        return failed("disk", detail, fix)
    return warning("disk", detail, fix) if free < LITTLE else ok("disk", detail)


def timezone(_: Patient) -> Finding:
    try:
        ZoneInfo(ZONE)
    except ZoneInfoNotFoundError:
        return failed("timezone", f"{ZONE} is unknown", "pip install tzdata")
    return ok("timezone", f"{ZONE} is known")


def ports(patient: Patient) -> Finding:
    if patient.record is None:
        busy = [port for port in PORTS.values() if not is_free(port)]
        if busy:
            return warning(
                "ports",
                f"used by another program: {', '.join(map(str, busy))}",
                "nothing must be done: the next `phohien up` takes other ports",
            )
        return ok("ports", "the usual ones are free")
    ours = {int(url.rpartition(":")[2]) for url in patient.record.urls.values()}
    exposed = sorted(ours & _listening_beyond_loopback())
    if exposed:
        return failed(
            "ports",
            f"reachable from other machines: {', '.join(map(str, exposed))}",
            "unset PHOHIEN_*_HOST, restart, and let a reverse proxy listen outside",
        )
    return ok("ports", f"{len(ours)} listeners, all on 127.0.0.1")


def _listening_beyond_loopback() -> set[int]:
    found: set[int] = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        if not table.exists():
            continue
        for line in table.read_text().splitlines()[1:]:
            _, local, _, state, *_rest = line.split()
            address, _, port = local.partition(":")
            if state == LISTENING and address not in LOOPBACK:
                found.add(int(port, 16))
    return found
