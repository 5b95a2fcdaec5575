"""What differs between two revisions, one line for each place."""

from collections.abc import Iterator, Mapping
from typing import Any


def differences(before: Any, after: Any, pointer: str = "") -> Iterator[dict[str, Any]]:
    """JSON Pointers with the value on either side; null where there was none."""
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in sorted(before.keys() | after.keys()):
            escaped = str(key).replace("~", "~0").replace("/", "~1")
            inner = f"{pointer}/{escaped}"
            yield from differences(before.get(key), after.get(key), inner)
        return
    if isinstance(before, list) and isinstance(after, list):
        for index in range(max(len(before), len(after))):
            left = before[index] if index < len(before) else None
            right = after[index] if index < len(after) else None
            yield from differences(left, right, f"{pointer}/{index}")
        return
    yield {"pointer": pointer, "before": before, "after": after}
