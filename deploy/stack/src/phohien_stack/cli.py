"""`phohien`: everything an operator types."""

import sys

import structlog

from phohien.errors import AppError
from phohien_stack.commands import app
from phohien_stack.embedded.errors import StackError

INTERRUPTED = 130


def main() -> None:
    # What a command prints may be read by a program: notes go beside it.
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    try:
        app()
    except (StackError, AppError) as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
