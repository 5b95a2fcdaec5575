"""Cutting a connection for real, below HTTP."""

import socket
import struct
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class CuttableProtocol(HttpToolsProtocol):
    """uvicorn's protocol, with the transport put where the application finds it."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["standin.transport"] = self.transport


def reset(scope: Any) -> None:
    """The peer reads "connection reset": nothing of an answer was sent."""
    transport = scope["standin.transport"]
    peer = transport.get_extra_info("socket")
    if peer is not None:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
    transport.abort()


def cut_after(scope: Any, head: bytes) -> None:
    """Send the first bytes of an answer, then close in the middle of it."""
    transport = scope["standin.transport"]
    transport.write(head)
    transport.close()
