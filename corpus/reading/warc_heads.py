"""The heads of an archive's records as the reader of WARC knows them, whatever tool wrote them.

Some tools write all names of headers in lower case, and some end lines with a single LF: both are read by most that
read WARC, and not by FastWARC, which takes the length of such a record for 0.
"""

from __future__ import annotations

import io
import re
import zlib
from collections import deque
from collections.abc import Callable
from typing import BinaryIO, cast

from corpus.reading.packed import ALWAYS, MOST_TIMES

_GZIP = b"\x1f\x8b"
_END = re.compile(rb"\n\r?\n")
_VERSION = b"WARC/"
_LENGTH = b"content-length:"
_MOST = 1 << 16  # bytes of a head
_PIECE = 1 << 12
_ELSEWHERE = "the length of a record does not end where the record does"


def are_odd(file: BinaryIO) -> bool:
    """Whether FastWARC does not know the head with which a file, packed or not, goes on; the file stands there then."""
    start = file.tell()
    beginning = file.read(_MOST)
    file.seek(start)
    if beginning.startswith(_GZIP):
        try:
            beginning = zlib.decompressobj(wbits=31).decompress(beginning, _MOST)
        except zlib.error:
            return False
    head = _END.split(beginning, maxsplit=1)[0]
    line_ends = head.startswith(_VERSION) and b"\r\n" not in head and b"\n" in head
    return line_ends or b"\nContent-Length:" not in head and b"\n" + _LENGTH in head.lower()


class LineEndsError(OSError):
    """The lengths of an archive's records are not those of their blocks, from the first on: line ends were changed."""


def respelled(file: BinaryIO) -> tuple[BinaryIO, Callable[[int], int]]:
    """An archive, from where it stands, with lines of heads that end in CRLF and lengths that are found.

    Further where in the file a record is found that begins at a byte of that: of a packed one the member that it is in.
    """
    lines = _Respelled(file)
    return cast(BinaryIO, lines), lines.places.of


def respelled_packed(file: BinaryIO) -> tuple[BinaryIO, Callable[[int], int]]:
    """As `respelled`, of an archive that gzip packed."""
    members = _Members(file)
    lines = _Respelled(cast(BinaryIO, io.BufferedReader(members)))
    return cast(BinaryIO, lines), lambda byte: members.places.of(lines.places.of(byte))


class _Places:
    """Where pieces of a stream are from, of those only that are still asked for: each time a later one is."""

    def __init__(self) -> None:
        self._known = deque([(0, 0)])

    def add(self, byte: int, source: int) -> None:
        self._known.append((byte, source))

    def of(self, byte: int) -> int:
        while len(self._known) > 1 and self._known[1][0] <= byte:
            self._known.popleft()
        return self._known[0][1]


class _Members(io.RawIOBase):
    """What gzip packed, and where each member is. OSError where it is damaged, and beyond what texts unpack to."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._unpacking: zlib._Decompress | None = None
        self._held = b""
        self._taken = self._given = 0
        self.places = _Places()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = b""
        while not piece:
            if not self._held and not self._more():
                return 0
            piece = self._unpacked(len(buffer))
        buffer[: len(piece)] = piece
        self._given += len(piece)
        if self._given > max(ALWAYS, MOST_TIMES * self._taken):
            raise OSError(f"it unpacks to more than {MOST_TIMES} times its size, as no text does")
        return len(piece)

    def _more(self) -> bool:
        self._held = self._file.read(_PIECE)
        self._taken += len(self._held)
        if not self._held and self._unpacking is not None:
            raise OSError("it ends within what gzip packed")
        return bool(self._held)

    def _unpacked(self, most: int) -> bytes:
        if self._unpacking is None:
            self._held = self._held.lstrip(b"\0")  # what fills up blocks, as on tapes
            if not self._held:
                return b""
            self.places.add(self._given, self._taken - len(self._held))
            self._unpacking = zlib.decompressobj(wbits=31)
        try:
            piece = self._unpacking.decompress(self._held, most)
        except zlib.error as error:
            raise OSError(str(error)) from error
        self._held = self._unpacking.unconsumed_tail or self._unpacking.unused_data
        self._unpacking = None if self._unpacking.eof else self._unpacking
        return piece


class _Respelled(io.RawIOBase):
    """It gives a head or a piece of a block at a time, and so what stands before a place where it is broken."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._head = b""  # what of a head is still to be given
        self._left = 0  # bytes of a block that are
        self._bare = False  # whether the lines of the last head end in LF alone
        self._line = b""  # read too early
        self._first = True  # whether no record has ended yet
        self._taken = self._given = 0
        self.places = _Places()

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._given

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._left and not self._head:
            self._head = self._next()
        if self._head:
            piece, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        else:
            piece = self._file.read(min(len(buffer), self._left))
            self._taken += len(piece)
            self._left = self._left - len(piece) if piece else 0
            if not piece and self._bare and self._first:
                raise LineEndsError(_ELSEWHERE)
            if not self._left and self._bare:
                self._line = self._behind()
        buffer[: len(piece)] = piece
        self._given += len(piece)
        return len(piece)

    def _behind(self) -> bytes:
        """The line behind a block whose head has bare line ends. OSError where it tells that all of them became shorter
        and lengths were kept.
        """
        line = self._read_line()
        if line.strip() and not line.startswith(_VERSION):
            raise (LineEndsError if self._first else OSError)(_ELSEWHERE)
        self._first = False
        return line

    def _read_line(self) -> bytes:
        line = self._file.readline(_MOST)
        self._taken += len(line)
        return line

    def _next(self) -> bytes:
        """The next head; a line that stands where one should is given as it is, and nothing at the end."""
        line, self._line = self._line or b"\n", b""
        while line and not line.strip():
            line = self._read_line()
        if not line.startswith(_VERSION):
            return line
        self.places.add(self._given, self._taken - len(line))
        self._bare = not line.endswith(b"\r\n")
        lines = [line.strip()]
        held = 0
        while (line := self._read_line()).strip() and (held := held + len(line)) < _MOST:
            if line[: len(_LENGTH)].lower() == _LENGTH:
                length = line[len(_LENGTH) :].strip()
                self._left = int(length) if length.isdigit() and len(length) < 19 else 0
                line = b"Content-Length: %d" % self._left
            lines.append(line.rstrip(b"\r\n"))
        return b"\r\n".join([*lines, b"", b""])
