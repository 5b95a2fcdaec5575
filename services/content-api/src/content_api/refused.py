"""What the database's functions refuse, by the code they raise."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from phohien.errors import AppError, Text

Refusals = Mapping[str, tuple[type[AppError], Text]]


@contextmanager
def named(refusals: Refusals) -> Iterator[None]:
    """Gives a refusal its name; anything else passes as it is."""
    try:
        yield
    except DBAPIError as exc:
        found = refusals.get(getattr(exc.orig, "sqlstate", None) or "")
        if found is None:
            raise
        error, detail = found
        raise error(detail) from exc
