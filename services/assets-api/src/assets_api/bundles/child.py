"""`python -m assets_api.bundles.child unpack - FILE FOLDER`: a ZIP taken apart.

Bounded like the child of an inspection, before the file is opened.
"""

import json
import sys
from pathlib import Path

from assets_api.inspection.child import confine, measured


def main() -> None:
    source, folder = Path(sys.argv[3]), Path(sys.argv[4])
    confine(source.stat().st_size * 4 + (1 << 28))
    from assets_api.bundles import unpacking  # noqa: PLC0415 -- after the limits
    from assets_api.formats.errors import RefusedError  # noqa: PLC0415 -- after the limits

    answer: dict[str, object] = {"verdict": "accepted"}
    try:
        unpacking.unpack(source, folder)
    except RefusedError as error:
        answer = {"verdict": "rejected", "code": error.code, "facts": [*error.facts]}
    except (MemoryError, RecursionError):
        answer = {"verdict": "rejected", "code": "inspection-limit"}
    report = json.dumps(answer | measured())
    (folder / "report.json").write_text(report, encoding="utf-8")


if __name__ == "__main__":
    main()
