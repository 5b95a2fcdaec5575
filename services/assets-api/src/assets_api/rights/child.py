"""`python -m assets_api.rights.child embed - FILE FOLDER`: a statement into copies.

Bounded like the child of an inspection; FILE is the largest of `FOLDER/bare`. What is
read was made by us, a PDF from what somebody sent: nothing of it is decoded.
"""

import json
import sys
from pathlib import Path

from assets_api.inspection.child import confine, measured

BARE, SAID, STATEMENT = "bare", "said", "statement.json"


def main() -> None:
    source, folder = Path(sys.argv[3]), Path(sys.argv[4])
    confine(source.stat().st_size * 4 + (1 << 28))
    from assets_api.formats.errors import RefusedError  # noqa: PLC0415 -- after the limits
    from assets_api.metadata import papers  # noqa: PLC0415 -- after the limits
    from assets_api.metadata.statement import Statement  # noqa: PLC0415 -- after the limits

    statement = Statement(**json.loads((folder / STATEMENT).read_bytes()))
    answer: dict[str, object] = {"verdict": "accepted"}
    try:
        papers.embed_all(statement, folder / BARE, folder / SAID)
    except RefusedError as error:
        answer = {"verdict": "rejected", "code": error.code, "facts": [*error.facts]}
    except MemoryError:
        answer = {"verdict": "rejected", "code": "inspection-limit"}
    report = json.dumps(answer | measured())
    (folder / "report.json").write_text(report, encoding="utf-8")


if __name__ == "__main__":
    main()
