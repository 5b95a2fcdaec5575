"""`python -m content_api.reports.documents.child TEMPLATE CONTEXT RESULT`.

The only process that opens an office's template. It bounds itself first, and the
template's expressions run in a sandbox: they see the figures and nothing else.
"""

import json
import sys
from pathlib import Path

from content_api.spreadsheets.reading.child import confine

REFUSED = 3


def main() -> int:
    template, context, result = (Path(name) for name in sys.argv[1:4])
    confine()
    from docxtpl import (  # type: ignore[import-untyped]  # noqa: PLC0415 -- after the limits; no stubs
        DocxTemplate,
    )
    from jinja2 import StrictUndefined, TemplateError  # noqa: PLC0415 -- as above
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 -- as above

    environment = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined
    )
    document = DocxTemplate(str(template))
    try:
        document.render(
            json.loads(context.read_text("utf-8")), environment, autoescape=True
        )
    except TemplateError as error:
        result.write_text(f"{type(error).__name__}: {error}"[:500], "utf-8")
        return REFUSED
    document.save(str(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
