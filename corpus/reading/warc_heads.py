"""The heads of an archive's records as the reader of WARC knows them, whatever tool wrote them.

Some tools write all names of headers in lower case, and some end lines with a single LF: both are read by most that
read WARC, and not by FastWARC, which takes the length of such a record for 0.
"""

from __future__ import annotations

import io
import re
import zlib
from typing import BinaryIO, cast

_GZIP = b"\x1f\x8b"
_END = re.compile(rb"\n\r?\n")
_VERSION = b"WARC/"
_LENGTH = b"content-length:"
_MOST = 1 << 16  # bytes of a head


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


def respelled(file: BinaryIO) -> BinaryIO:
    """An unpacked archive, from where it stands, with lines of heads that end in CRLF and lengths that are found."""
    return cast(BinaryIO, io.BufferedReader(_Respelled(file)))


class _Respelled(io.RawIOBase):
    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._head = b""  # what of a head is still to be given
        self._left = 0  # bytes of a block that are
        self._bare = False  # whether the lines of the last head end in LF alone
        self._line = b""  # read too early
        self._given = 0

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
            self._left = self._left - len(piece) if piece else 0
            if not self._left:
                self._line = self._behind()
        buffer[: len(piece)] = piece
        self._given += len(piece)
        return len(piece)

    def _behind(self) -> bytes:
        """The line behind a block. OSError where it tells that line ends became shorter and lengths were kept."""
        line = self._file.readline(_MOST)
        if self._bare and line.strip() and not line.startswith(_VERSION):
            raise OSError("the length of a record does not end where the record does")
        return line

    def _next(self) -> bytes:
        """The next head; a line that stands where one should is given as it is, and nothing at the end."""
        line, self._line = self._line or b"\n", b""
        while line and not line.strip():
            line = self._file.readline(_MOST)
        if not line.startswith(_VERSION):
            return line
        self._bare = not line.endswith(b"\r\n")
        lines = [line.strip()]
        held = 0
        while (line := self._file.readline(_MOST)).strip() and (held := held + len(line)) < _MOST:
            if line[: len(_LENGTH)].lower() == _LENGTH:
                length = line[len(_LENGTH) :].strip()
                self._left = int(length) if length.isdigit() and len(length) < 19 else 0
                line = b"Content-Length: %d" % self._left
            lines.append(line.rstrip(b"\r\n"))
        return b"\r\n".join([*lines, b"", b""])
