"""`phohien`: everything an operator types."""

import sys

from phohien_stack.commands import app
from phohien_stack.embedded.errors import StackError


def main() -> None:
    try:
        app()
    except StackError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
