"""What commands print: lines for a person, or one JSON document with its schema."""

import json
import sys
from typing import Any


def write(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def document(schema: str, **parts: Any) -> None:
    told = {"schema": schema, **parts}
    write(json.dumps(told, indent=2, ensure_ascii=False, default=str))
