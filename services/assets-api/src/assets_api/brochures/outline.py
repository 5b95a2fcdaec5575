"""Lines of a table of contents as a tree. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Branch:
    """A line, and the lines below it."""

    title: str
    page: int
    url: str
    below: list["Branch"] = field(default_factory=list)


def tree(lines: Iterable[tuple[int, Branch]]) -> list[Branch]:
    """A line that is deeper than the one before it stands below that one."""
    top: list[Branch] = []
    path: list[tuple[int, Branch]] = []
    for depth, branch in lines:
        while path and path[-1][0] >= depth:
            path.pop()
        (path[-1][1].below if path else top).append(branch)
        path.append((depth, branch))
    return top
