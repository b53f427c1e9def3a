"""One client over a connection of this machine, for whom standard input and output will not do.

Whoever may open a connection on the machine may be that client; so there is one, all others are
turned away, and the server ends with it.
"""

from __future__ import annotations

import asyncio
import ipaddress
from typing import TYPE_CHECKING

import attrs

from honed.core.errors import ServerError
from honed.lsp.transport import Connection

if TYPE_CHECKING:
    from collections.abc import Callable

    from honed.lsp.protocol import DocumentlessProtocol

LOCALHOST = "127.0.0.1"
MOST_PORTS = 1 << 16


@attrs.frozen
class Address:
    """Where to listen; port 0 leaves the choice to the system."""

    host: str
    port: int

    def __str__(self) -> str:
        """Return it as `address` reads it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def address(text: str) -> Address:
    """Return the address in `HOST:PORT`; `ValueError` says why it is none of this machine's own."""
    host, separator, port = text.rpartition(":")
    if not separator or not port.isascii() or not port.isdecimal() or int(port) >= MOST_PORTS:
        raise ValueError(f"{text!r} is not HOST:PORT")
    host = LOCALHOST if host == "localhost" else host.removeprefix("[").removesuffix("]")
    try:
        is_own = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_own = False
    if not is_own:
        raise ValueError(f"{host!r} is not an address of this machine alone, such as 127.0.0.1")
    return Address(host, int(port))


async def serve_tcp(
    protocol: DocumentlessProtocol, wanted: Address, announce: Callable[[Address], None]
) -> None:
    """Listen, `announce` where, and speak with the first client until it leaves.

    `ServerError` where nobody can listen there.
    """
    first = _Accepted(protocol)
    loop = asyncio.get_running_loop()
    try:
        listening = await loop.create_server(first.next, wanted.host, wanted.port)
    except OSError as error:
        raise ServerError(f"Cannot listen on {wanted}: {error}") from error
    announce(Address(wanted.host, listening.sockets[0].getsockname()[1]))
    await first.left


class _Accepted(Connection):
    """The connection of the first client; all others are closed."""

    def __init__(self, protocol: DocumentlessProtocol) -> None:
        super().__init__(protocol)
        self._is_taken = False

    def next(self) -> asyncio.Protocol:
        if self._is_taken:
            return _TurnedAway()
        self._is_taken = True
        return self

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.WriteTransport):
            self._protocol.set_writer(_Writer(transport))


class _Writer:
    """A connection as pygls writes to it."""

    def __init__(self, transport: asyncio.WriteTransport) -> None:
        self._transport = transport

    def write(self, data: bytes) -> None:
        self._transport.write(data)

    def close(self) -> None:
        self._transport.close()


class _TurnedAway(asyncio.Protocol):
    """A client that came second."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.close()
