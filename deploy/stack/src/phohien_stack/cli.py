"""`phohien`: everything an operator types."""

import sys

from phohien.errors import AppError
from phohien_stack.commands import app
from phohien_stack.embedded.errors import StackError

INTERRUPTED = 130


def main() -> None:
    try:
        app()
    except (StackError, AppError) as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
