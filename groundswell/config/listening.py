"""The listening socket: opened before anything slow, so that whoever comes while we start waits instead of being refused."""

import socket

WAITING_CALLERS = 2048


class PortTaken(Exception):
    """Somebody else listens there already."""


def open_listener(host: str, port: int) -> socket.socket:
    """A socket that takes connections from now on; they wait until a server accepts them. Raises PortTaken."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as taken:
        listener.close()
        raise PortTaken(f"Port {port} is taken. Choose another one, such as PORT={port + 1}.") from taken
    listener.listen(WAITING_CALLERS)
    return listener


def inherited_listener(descriptor: int) -> socket.socket:
    """The socket that the supervisor opened and handed down."""
    return socket.socket(fileno=descriptor)
