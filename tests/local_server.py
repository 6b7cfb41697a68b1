"""A web server on this machine for tests: each path is a function that writes to the connection whatever it likes.

`serving(routes)` runs it in a thread. What was asked is in `asked`, as (method, path, headers) in order. A route is
given the server's `Reply`, with `reply.send(…)` for an answer as it should be and `reply.raw` for the bare connection.
"""

from __future__ import annotations

import contextlib
import gzip
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Route = Callable[["Reply"], None]


class Reply(BaseHTTPRequestHandler):
    """One request and the way to answer it."""

    protocol_version = "HTTP/1.1"
    routes: Mapping[str, Route] = {}
    site: Site

    def do_GET(self) -> None:
        self.site.asked.append(("GET", self.path, {key.lower(): value for key, value in self.headers.items()}))
        self.close_connection = True
        with contextlib.suppress(OSError):  # the client has had enough
            self.routes.get(self.path, missing)(self)

    def send(self, body: bytes | str = b"", status: int = 200, **headers: str) -> None:
        """A whole answer; `content_type="…"` is the header Content-Type."""
        content = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        for name, value in {"content_length": str(len(content)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def raw(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing: the tests look at `asked`."""


@dataclass
class Site:
    """A server that runs: its port, its address, and what was asked."""

    port: int = 0
    scheme: str = "http"
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked]


@contextlib.contextmanager
def serving(routes: Mapping[str, Route], certificate: Path | None = None) -> Iterator[Site]:
    """A server with these routes on 127.0.0.1 until the block ends; under TLS with a certificate and its key."""
    site = Site(scheme="http" if certificate is None else "https")
    handler = type("Routed", (Reply,), {"routes": routes, "site": site})
    server = Server(("127.0.0.1", 0), handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.stopping.set()
        server.shutdown()
        server.server_close()


class Server(ThreadingHTTPServer):
    """One that does not print where a client went away or refused its certificate."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: what the client says of it is what is tested."""


def missing(reply: Reply) -> None:
    reply.send("no such page", 404, content_type="text/plain")


def page(body: bytes | str, content_type: str = "text/html; charset=utf-8", status: int = 200, **headers: str) -> Route:
    """A page as it should be."""
    return lambda reply: reply.send(body, status, content_type=content_type, **headers)


def moved(to: str, status: int = 302) -> Route:
    return lambda reply: reply.send(status=status, location=to)


def zipped(body: bytes, content_type: str = "text/html") -> Route:
    packed = gzip.compress(body)
    return lambda reply: reply.send(packed, content_type=content_type, content_encoding="gzip")


def endless(reply: Reply) -> None:
    """A page without length and without end."""
    reply.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    while not reply.site.stopping.is_set():
        reply.raw(b"x" * 65536)


def dripping(start: bytes, drop: bytes) -> Route:
    """A beginning, and then a few bytes every twentieth of a second."""

    def route(reply: Reply) -> None:
        reply.raw(start)
        while not reply.site.stopping.wait(0.05):
            reply.raw(drop)

    return route


def silent(reply: Reply) -> None:
    """Nothing at all until the server stops."""
    reply.site.stopping.wait(30)


def broken(data: bytes) -> Route:
    """Bytes that are no whole answer, and the end of the connection."""
    return lambda reply: reply.raw(data)
