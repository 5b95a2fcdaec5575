"""`doctor`."""

import json
import sys

import typer

from phohien_stack.commands import tables
from phohien_stack.commands.options import AsJson, Data, console, single
from phohien_stack.doctor.examine import examine
from phohien_stack.supervisor.place import locate

app = single()


@app.command()
def doctor(*, as_json: AsJson = False, data: Data = None) -> None:
    """Check every part and say how to mend it; exit code 1 when something is wrong."""
    findings = examine(locate(data))
    if as_json:
        document = {
            "schema": "phohien.doctor/1",
            "findings": [finding.as_dict() for finding in findings],
        }
        sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    else:
        tables.findings(console, findings)
    raise typer.Exit(1 if any(each.status == "failed" for each in findings) else 0)
