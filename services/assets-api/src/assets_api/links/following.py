"""Whether a request comes by a link, and by a good one."""

from fastapi import Request

from assets_api.links.errors import LinkRefusedError
from assets_api.links.signing import NAMES, Keyring, Signed
from phohien import clock

MOST = 200


def followed(request: Request) -> bool:
    """False without a signature. Raises for one that is not good, at any address."""
    given = request.query_params.multi_items()
    if not NAMES.intersection(name for name, _ in given):
        return False
    values = dict(given)
    if values.keys() != NAMES or len(given) != len(NAMES):
        raise LinkRefusedError
    if any(len(value) > MOST or not value.isascii() for value in values.values()):
        raise LinkRefusedError
    keyring = request.app.state.keyring
    assert isinstance(keyring, Keyring)  # noqa: S101 -- app.state is untyped
    keyring.check(request.url.path, Signed(**values), at=clock.now())
    return True
