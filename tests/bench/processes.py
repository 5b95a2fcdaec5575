"""What processes cost, from /proc."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Memory:
    """Megabytes: resident, and with shared pages divided among those who share."""

    rss: float
    pss: float


def family(pid: int) -> list[int]:
    """The process and everything below it."""
    found, queue = [], [pid]
    while queue:
        each = queue.pop()
        found.append(each)
        # Servers end workers of their own at any moment.
        with suppress(OSError):
            children = Path(f"/proc/{each}/task/{each}/children").read_text()
            queue += [int(child) for child in children.split()]
    return found


def cpu_seconds(pid: int) -> float:
    """Of the whole family, those that have ended included."""
    return sum(_cpu(each) for each in family(pid))


def memory(pid: int) -> Memory:
    rss = pss = 0.0
    for each in family(pid):
        for line in _lines(f"/proc/{each}/smaps_rollup"):
            name, _, value = line.partition(":")
            if name == "Rss":
                rss += int(value.split()[0]) / 1024
            elif name == "Pss":
                pss += int(value.split()[0]) / 1024
    return Memory(rss, pss)


def machine() -> str:
    model = next(
        (
            line.partition(":")[2].strip()
            for line in _lines("/proc/cpuinfo")
            if line.startswith("model name")
        ),
        "unknown processor",
    )
    total = int(_lines("/proc/meminfo")[0].split()[1]) / 1024**2
    return f"{os.cpu_count()} × {model}, {total:.0f} GiB"


def _cpu(pid: int) -> float:
    stat = " ".join(_lines(f"/proc/{pid}/stat"))
    fields = stat.rpartition(")")[2].split()
    # utime, stime, and both of the children waited for
    return sum(int(value) for value in fields[11:15]) / TICK


def _lines(path: str) -> list[str]:
    """Nothing for a process that has just ended."""
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []
