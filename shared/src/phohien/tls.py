"""Whom this process trusts when it calls others over TLS."""

import ssl
from functools import cache

import httpx


@cache
def trusted() -> ssl.SSLContext:
    """One for all clients: reading the authorities takes 20 ms and a megabyte."""
    return httpx.create_ssl_context()
