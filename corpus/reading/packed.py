"""What gzip packed, read with a bound: some kilobytes may unpack to gigabytes, which no text does."""

from __future__ import annotations

import gzip
import io
from typing import BinaryIO, cast

MOST_TIMES = 100
"""How many times larger than packed a file may be: pages are some ten times, the same row again and again some 50."""
ALWAYS = 2_000_000
"""Bytes that any file may unpack to."""


def unpacked(packed: BinaryIO) -> BinaryIO:
    """The stream that gzip packed. Reading raises OSError where it is damaged, and beyond what it may unpack to."""
    return cast(BinaryIO, io.BufferedReader(_Unpacked(packed)))


class _Unpacked(io.RawIOBase):
    def __init__(self, packed: BinaryIO) -> None:
        self._packed = _Counted(packed)
        self._file = gzip.GzipFile(fileobj=cast(BinaryIO, self._packed))
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self._file.read1(len(buffer))
        buffer[: len(piece)] = piece
        self._given += len(piece)
        if self._given > max(ALWAYS, MOST_TIMES * self._packed.taken):
            raise OSError(f"it unpacks to more than {MOST_TIMES} times its size, as no text does")
        return len(piece)


class _Counted:
    """A stream that knows how many bytes were taken from it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.taken = file, 0

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self.taken += len(piece)
        return piece
