"""Plain files that are no articles: a list of sentences read whole, a table read line by line.

A path of None is standard input.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from corpus.reading.paths import STDIN_NAME
from corpus.reading.text_page import encoding_of, plain
from corpus.types import CorpusError

_HEAD = 1000  # lines that tell the encoding


def bytes_of(path: Path) -> bytes:
    """What a file holds; CorpusError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CorpusError(f"cannot be read: {error.strerror or error}", path=path) from error


def read_text(path: Path | None) -> str:
    """The text of a file, unchanged but for a byte order mark; it may be empty.

    Raises `CorpusError` for what cannot be read, is binary, or is in no encoding that is read here.
    """
    if path is None:
        return plain(sys.stdin.buffer.read(), STDIN_NAME)[0]
    return plain(bytes_of(path), path)[0]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file: its number from 1, its bytes with the end of the line, and what they say.

    `text` is without the end of the line, and None where a byte does not belong to the file's encoding.
    """

    path: Path
    number: int
    raw: bytes
    text: str | None


def read_lines(path: Path | None) -> Iterator[Line]:
    """The lines of a file, one at a time: a long file is never held, and its beginning tells the encoding.

    Raises `CorpusError` for what cannot be read or is binary, and for UTF-16, whose lines bytes do not tell.
    """
    name = STDIN_NAME if path is None else path
    try:
        with nullcontext(sys.stdin.buffer) if path is None else path.open("rb") as file:
            head = list(islice(file, _HEAD))
            encoding = encoding_of(b"".join(head), name)
            if encoding.startswith("utf-16"):
                raise CorpusError("is in UTF-16, which is not read line by line: save it as UTF-8", path=name)
            for number, raw in enumerate(chain(head, file), start=1):
                yield Line(name, number, raw, _decoded(raw, encoding))
    except OSError as error:
        raise CorpusError(f"cannot be read: {error.strerror or error}", path=name) from error


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding).removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        return None
