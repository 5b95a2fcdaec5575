"""What an operator is told of an exchange that broke."""

import socket
import ssl
from collections.abc import Mapping

import httpx

MOST_CAUSES = 8
CUT = (
    *(ConnectionResetError, BrokenPipeError),
    *(ssl.SSLEOFError, ssl.SSLZeroReturnError),
)
SAID: Mapping[type[BaseException], str] = {
    httpx.ConnectError: "nothing answers at its address",
    httpx.ConnectTimeout: "no connection in time",
    httpx.PoolTimeout: "no free connection in time",
    httpx.ReadError: "it closed the connection",
    httpx.ReadTimeout: "it fell silent",
    httpx.WriteError: "it closed the connection while we were sending",
    httpx.WriteTimeout: "it stopped taking what we sent",
    httpx.RemoteProtocolError: "it ended without an HTTP answer",
}


def told(error: BaseException) -> str:
    """What an operator can act on: the reason below the library's wrapping."""
    cause: BaseException | None = error
    for _ in range(MOST_CAUSES):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is refused: {cause.verify_message}"
        if isinstance(cause, CUT) and isinstance(error, httpx.ConnectError):
            return "it answers, and cut the line before TLS was agreed on"
        if isinstance(cause, ssl.SSLError):
            return f"TLS: {cause.reason or type(cause).__name__}"
        if isinstance(cause, socket.gaierror):
            return "its name is not known"
        if cause is None:
            break
        cause = cause.__cause__ or cause.__context__
    return SAID.get(type(error), type(error).__name__)
