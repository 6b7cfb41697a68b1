"""Where a document that is being read stands, and what its bytes were made into: what passes between readers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import BinaryIO

from corpus.store import sha256_hex
from corpus.types import Article, CorpusError, Mark, Source

_SAID = 200  # characters of what a parser says
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of a document before it is read.

    `known` is what its sidecar says, `charset` the encoding that its server named; a document of more than `max_bytes`
    is not read.
    """

    path: Path
    name: str
    max_bytes: int
    known: Source = field(default_factory=Source)
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a document's bytes say: its text, and what else its format told."""

    text: str
    encoding: str
    source: Source
    extractor: str | None = None
    marks: tuple[Mark, ...] = ()


Reader = Callable[[BinaryIO, Origin], Iterator[Article | CorpusError]]
"""From an open file to its articles, one at a time, and what is wrong with those that cannot be read."""


_KINDS = (
    (b"%PDF-", "a PDF"), (b"{\\rtf", "RTF"), (b"PK\x03\x04", "a document that zip packed (.docx, .epub, .odt)"),
    (b"\x1f\x8b", "packed by gzip"), (b"\xd0\xcf\x11\xe0", "an old document of Office (.doc, .xls)"),
)  # fmt: skip
"""What files begin with that are no text whatever they are called, and what they are."""
_HTML = re.compile(r"\s*(?:<\?xml\b[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html)\b", re.I | re.S)
_STRUCTURE = re.compile(r"<(?:head|body|meta|title)\b|</html\s*>", re.I)
_WEB_ARCHIVE = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_HEAD = 2000  # bytes in which a web archive says what it is, and letters at the ends of a page that have such a tag


def _other_kind(raw: bytes) -> str | None:
    """What a document is that is called text or HTML and is neither."""
    head = raw[:_HEAD]
    if head.startswith(b"From: <Saved by ") or _WEB_ARCHIVE.search(head) and b"multipart/related" in head.lower():
        return "a web archive (MHTML)"
    return next((kind for beginning, kind in _KINDS if raw.startswith(beginning)), None)


def refuse_html(text: str, advice: str, path: Path | None = None) -> None:
    """CorpusError, which ends with the advice, for a page of HTML that is given as plain text.

    A text may well begin with a tag that it is about: a page has another one of those that pages are made of.
    """
    if _HTML.match(text) and any(_STRUCTURE.search(part) for part in (text[:_HEAD], text[-_HEAD:])):
        raise CorpusError(f"is HTML, of which the tags would be read as text: {advice}", path=path)


def whole(extract: Callable[[bytes, Origin], Extracted]) -> Reader:
    """The reader of a format in which a file is one document."""

    def read(file: BinaryIO, origin: Origin) -> Iterator[Article | CorpusError]:
        try:
            raw = file.read(origin.max_bytes + 1)
            if kind := _other_kind(raw):
                raise CorpusError(f"is {kind} under another name: save it as text or as HTML", path=origin.path)
            if len(raw) > origin.max_bytes:
                raise too_long(origin)
            yield article_of(extract(raw, origin), raw, origin)
        except CorpusError as error:
            yield error
        except OSError as error:
            yield CorpusError(f"cannot be read: {error.strerror or error}", path=origin.path)

    return read


UNEXPECTED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a parser may raise at bytes that nobody thought of: one document is wrong then, and the others are read."""


def unexpected(error: Exception) -> str:
    """What is said of a document at which a parser raised one of these."""
    told = " ".join(str(error).split())[:_SAID]
    return f"cannot be read ({type(error).__name__}: {told}): put it right, or remove it"


def well_formed(text: str) -> str:
    """A text with U+FFFD for each half of a character, which no encoding has.

    JSON and YAML can write one (`\\ud83d`), and programs do so that cut a text inside an emoji.
    """
    return _HALF.sub("\ufffd", text)


def article_of(extracted: Extracted, raw: bytes, origin: Origin, record: str | None = None) -> Article:
    """The article that was extracted from a document's bytes, its text and source well formed.

    `record` says which one of a file of many; such a file's sidecar tells only what a document does not say of itself.
    """
    said = extracted.source
    said = replace(said, **{f.name: well_formed(value) for f in fields(Source) if (value := getattr(said, f.name))})
    return Article(
        name=origin.name if record is None else f"{origin.name}#{record}",
        text=well_formed(extracted.text),
        source=said if record is None else completed(said, origin.known),
        sha256=sha256_hex(raw),
        encoding=extracted.encoding,
        path=origin.path,
        record=record,
        extractor=extracted.extractor,
        marks=extracted.marks,
    )


def too_long(origin: Origin, *, line: int | None = None, what: str = "") -> CorpusError:
    """What is said of a document that is longer than is read."""
    message = f"has more than {origin.max_bytes:,} bytes: shorten it, or raise the setting max_bytes"
    return CorpusError(f"{what} {message}".lstrip(), path=origin.path, line=line)


def completed(known: Source, further: Source) -> Source:
    """What is known of a source, completed field by field by what is known besides."""
    return replace(known, **{f.name: getattr(known, f.name) or getattr(further, f.name) for f in fields(Source)})
