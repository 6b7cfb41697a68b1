"""One request over HTTP: to an address that was checked, within a time and a size, whatever the other side sends.

The socket is ours: it is connected to the numeric address that it was given, and TLS and the Host header name the
target's host. Everything that is read comes through `_Metered`, which ends it when the time is up or the bytes are too
many, so that headers without end, a byte a second, endless chunks and their like end too. A compressed body is unpacked
piece by piece, and what comes out counts. No proxy of the environment is used, no cookie kept, no redirect followed.
"""

from __future__ import annotations

import io
import socket
import time
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.reading.web.addresses import Target, printable, shown
from corpus.types import CorpusError
from corpus.version import __version__

if TYPE_CHECKING:
    from http.client import HTTPResponse

AGENT = "taiyaku"
"""The name that robots.txt has for us."""

_PATIENCE = 10.0  # seconds for a connection, and without a single byte
_PIECE = 1 << 16
_HEAD = 1 << 20  # bytes for status, headers and the seams between chunks, beside the body
_GZIP = ("gzip", "x-gzip")
_GZIP_MARK = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds from connecting to the last byte, and bytes of the body after unpacking."""

    timeout: float
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: `headers` by their names in lower case, the first of a name; the body of success (2xx)
    only."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


def get(target: Target, addresses: Sequence[str], limits: Limits, *, cut: bool = False) -> Answer:
    """Asks the first of the addresses that can be reached for the target.

    `cut` takes the first `max_bytes` of a longer body, which else is an error. Raises `CorpusError` for all that goes
    wrong: no connection, a certificate that is not the host's, too slow, too large, broken off, no HTTP.
    """
    from http.client import HTTPException, HTTPResponse

    until = time.monotonic() + limits.timeout
    name = shown(target.url)
    try:
        with _connected(target, addresses, until) as connection:
            connection.sendall(_request(target))
            response = HTTPResponse(connection, method="GET")
            with response:
                response.fp.close()  # a reader without limits, of which nothing was read
                response.fp = io.BufferedReader(_Metered(connection, until, 2 * limits.max_bytes + _HEAD))
                response.begin()
                headers = {key.lower(): value for key, value in reversed(response.getheaders())}
                body = _body(response, headers, limits, cut=cut) if response.status // 100 == 2 else b""
                return Answer(response.status, headers, body)
    except _TooLargeError as error:
        message = f"is larger than {limits.max_bytes:,} bytes, or has no end: --max-bytes allows more"
        raise CorpusError(message, path=name) from error
    except TimeoutError as error:
        late = time.monotonic() >= until
        what = (
            f"took longer than {limits.timeout:g} s: --timeout allows more" if late else f"silent for {_PATIENCE:g} s"
        )
        raise CorpusError(what, path=name) from error
    except OSError as error:  # before ValueError, which a certificate that does not verify is as well
        reason = getattr(error, "verify_message", "") or error.strerror or error
        raise CorpusError(f"cannot be reached: {reason}", path=name) from error
    except (HTTPException, ValueError, zlib.error) as error:  # ValueError: a chunk whose size is no number
        what = printable(str(error).strip()) or type(error).__name__
        raise CorpusError(f"the answer is no HTTP, or broken off: {what}", path=name) from error


class _TooLargeError(Exception):
    pass


class _Metered(io.RawIOBase):
    """The bytes of a connection, until a time and up to a number."""

    def __init__(self, connection: socket.socket, until: float, allowed: int) -> None:
        self._connection, self._until, self._left = connection, until, allowed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        if self._left <= 0:
            raise _TooLargeError
        self._connection.settimeout(_patience(self._until))
        got = self._connection.recv_into(buffer)
        self._left -= got
        return got


def _patience(until: float) -> float:
    """Seconds to wait for the next byte; TimeoutError where the time is up."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return min(left, _PATIENCE)


def _connected(target: Target, addresses: Sequence[str], until: float) -> socket.socket:
    """A connection to one of the addresses, under TLS for https; OSError of the last address where none answers."""
    failed: OSError = OSError("no address")
    for address in addresses:
        try:
            connection = socket.create_connection((address, target.port), timeout=_patience(until))
            break
        except OSError as error:
            failed = error
    else:
        raise failed
    if target.scheme == "http":
        return connection
    import ssl

    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    try:
        connection.settimeout(_patience(until))
        return context.wrap_socket(connection, server_hostname=target.host)
    except BaseException:
        connection.close()
        raise


def _request(target: Target) -> bytes:
    """A request whose parts have no white space in them: a `Target` is percent-encoded."""
    lines = (
        f"GET {target.path} HTTP/1.1",
        f"Host: {target.netloc}",
        f"User-Agent: {AGENT}/{__version__}",
        "Accept: text/html, text/plain, text/markdown, application/xhtml+xml, */*;q=0.5",
        "Accept-Encoding: gzip",
        "Connection: close",
    )
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode("ascii")


def _body(response: HTTPResponse, headers: Mapping[str, str], limits: Limits, *, cut: bool) -> bytes:
    """A body unpacked, of at most `max_bytes`; ValueError where it is broken off or packed in a way not asked for."""
    packing = headers.get("content-encoding", "").strip().lower()
    if packing not in ("", "identity", *_GZIP):
        raise ValueError(f"Content-Encoding {packing!r} was not asked for")
    unpacker = zlib.decompressobj(wbits=31) if packing in _GZIP else None
    body = bytearray()
    while piece := response.read(_PIECE):
        # No more than there is room for, so all of the piece was used where there is still room afterwards.
        body += piece if unpacker is None else unpacker.decompress(piece, limits.max_bytes + 1 - len(body))
        if len(body) > limits.max_bytes:
            if cut:
                return bytes(body[: limits.max_bytes])
            raise _TooLargeError
        if unpacker is not None and unpacker.eof:
            if (unpacker.unused_data or response.read(2)).startswith(_GZIP_MARK):
                raise ValueError("a body in several gzip members is not read")
            return bytes(body)  # what follows is padding, as browsers have it
    if response.length:
        raise ValueError(f"{response.length:,} bytes of the stated length are missing")
    if unpacker is not None:
        raise ValueError("the end of the compressed body is missing")
    return bytes(body)
