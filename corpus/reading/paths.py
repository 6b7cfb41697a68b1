"""In which format a file is: the ending names it, and what comes by standard input is recognised by how it begins."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, cast

from corpus.reading import markdown_page
from corpus.reading.origin import Reader, well_formed
from corpus.reading.packed import unpacked
from corpus.types import CorpusError

STDIN_NAME = Path("<stdin>")  # how errors name it

ADVICE: Mapping[str, str] = {
    ".wacz": "unzip it, and take archive/*.warc.gz out of it",
    ".zst": "unpack it by zstd -d",
    ".mhtml": "open it in a browser, and save it as HTML",
    ".mht": "open it in a browser, and save it as HTML",
}
"""What makes pages that are read of files that are not, by their endings."""

_GZIP = b"\x1f\x8b"
_ENOUGH = 8  # bytes behind white space that tell most formats
_MANY = 1 << 16  # bytes that tell Markdown from plain text
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# What the first characters say; anything else is Markdown or plain text.
_BEGINNINGS = ((b"WARC/", ".warc"), (b"{", ".jsonl"), (b"<", ".html"))
_ARRAY = re.compile(rb"\[\s*\{\s*\"")


def ending_of(path: Path, readers: Mapping[str, Reader]) -> str | None:
    """The ending of a file's name that has a reader; the longest where several fit (`.jsonl.gz`)."""
    name = path.name.lower()
    return max((ending for ending in readers if name.endswith(ending)), key=len, default=None)


def reader_of(path: Path, readers: Mapping[str, Reader]) -> Reader:
    """The reader of a file; CorpusError where there is none for its ending, no file, or one whose name is no text."""
    if not path.exists() and not path.is_symlink():
        raise CorpusError("is not there: name a page, or a folder of pages", path=path)
    if str(path) != well_formed(str(path)):
        raise CorpusError("has a name that is not in UTF-8, and ids are made of names: rename it", path=path)
    ending = ending_of(path, readers)
    if ending is None and path.is_dir():
        raise CorpusError("is a folder: name a page in it, or take its pages one by one (corpus.articles)", path=path)
    if ending is None:
        there_is = ADVICE.get(path.suffix.lower()) or f"there is {', '.join(readers)}"
        raise CorpusError(f"no reader for {path.suffix or 'a file without ending'}: {there_is}", path=path)
    return readers[ending]


def refuse_outside(path: Path, within: Path) -> None:
    """CorpusError for what stands in a folder under a page's name and is a pipe, a device, or a link to a file outside.

    A pipe may have no end. Whoever filled the folder chose where a link leads: to a file that is nobody else's concern,
    whose text would be published. Into the folder that it lies in it may lead, which may itself be linked.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        raise CorpusError("is a pipe and no file: remove it, or name it by itself", path=path)
    refuse_link_out(path, within)


def refuse_link_out(path: Path, within: Path) -> None:
    """CorpusError for what stands in a folder and is a link to a file outside."""
    try:
        link = path.is_symlink() and path.is_file()
    except OSError:  # no file has so long a name
        return
    inside = (within.resolve(), path.parent.resolve())
    if link and not any(path.resolve().is_relative_to(folder) for folder in inside):
        message = f"is a link out of {within}, and is not followed: put the file itself here, or name it by itself"
        raise CorpusError(message, path=path)


def stem(path: Path, readers: Mapping[str, Reader]) -> str:
    """A file's name without its ending."""
    ending = ending_of(path, readers)
    return path.stem if ending is None else path.name[: -len(ending)]


def name_below(folder: Path, path: Path, readers: Mapping[str, Reader]) -> str:
    """The name of a page below a folder: its path from there without its ending."""
    return path.relative_to(folder).with_name(stem(path, readers)).as_posix()


def recognised(stream: BinaryIO) -> tuple[BinaryIO, str]:
    """A stream without a name, unpacked where it is gzip, and the ending of the files of its format."""
    stream, head = _begun(stream, _ENOUGH)
    if head.startswith(_GZIP):
        stream, head = _begun(unpacked(stream), _ENOUGH)
    for beginning, ending in _BEGINNINGS:
        if letters(head).startswith(beginning):
            return stream, ending
    stream, head = _begun(stream, _MANY)
    if _ARRAY.match(letters(head)):  # what reads rows says what to do with it
        return stream, ".jsonl"
    return stream, ".md" if markdown_page.is_markdown(letters(head).decode("latin-1")) else ".txt"


def letters(head: bytes) -> bytes:
    """What a stream begins with, without the mark of its encoding and the NULs that UTF-16 has in ASCII."""
    for mark in _MARKS:
        head = head.removeprefix(mark)
    return head.replace(b"\0", b"").lstrip()


def _begun(stream: BinaryIO, enough: int) -> tuple[BinaryIO, bytes]:
    """A stream, and what it begins with; what was read for that is still in it."""
    head = b""
    while len(head.lstrip()) < enough and len(head) < max(enough, io.DEFAULT_BUFFER_SIZE):
        piece = stream.read(1) if not hasattr(stream, "read1") else stream.read1(io.DEFAULT_BUFFER_SIZE)
        if not piece:
            break
        head += piece
    return cast(BinaryIO, io.BufferedReader(_Replayed(head, stream))), head


class _Replayed(io.RawIOBase):
    """A stream whose beginning was read already."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest, self._given = head, rest, 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._given

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._head:
            piece, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        else:
            piece = self._rest.read1(len(buffer)) if hasattr(self._rest, "read1") else self._rest.read(len(buffer))
        buffer[: len(piece)] = piece
        self._given += len(piece)
        return len(piece)
