"""WARC, the archives of crawls: each response that is an HTML page is a document.

Other records (requests, images, redirects, pages not found) are no documents and passed over; a page that is cut off,
cannot be unpacked, or is longer than is read is named by its record and passed over. Behind a place where the archive
itself is broken, the next record is looked for, if the file can be read from any place.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

from corpus.reading.html import page as html_page
from corpus.reading.html.page_facts import iso_day
from corpus.reading.origin import UNEXPECTED, Origin, article_of, too_long, unexpected
from corpus.types import Article, CorpusError, Source

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_PAGES = ("text/html", "application/xhtml+xml")
_GZIP = b"\x1f\x8b\x08"
_RECORD = b"\nWARC/1."
_CHUNK = 1 << 20
_MOST_BREAKS = 100  # places where an archive is broken, before it is given up
_INSIDE = (b"\r\n\r\nWARC/1.", b"\r\nWARC-Record-ID:")
_HEADERS = 1 << 16  # bytes that an HTTP response may have before its page


def read(file: BinaryIO, origin: Origin) -> Iterator[Article | CorpusError]:
    """The articles of an archive, packed or not, one record at a time, and what is wrong with those that are none."""
    start = 0
    for _ in range(_MOST_BREAKS):
        place = _Place(start)
        try:
            yield from _records(file, origin, place)
        except OSError as error:
            message = f"is broken behind byte {max(start, place.byte):,}: {error}; fetch it again"
            yield CorpusError(f"{message} (what can be read behind that is read)", path=origin.path)
        else:
            if place.byte < 0:
                yield CorpusError("is empty: it has no records", path=origin.path)
            elif _is_cut_off(file, place.byte):
                message = f"is cut off within a record, somewhere behind byte {place.byte:,}: fetch it again"
                yield CorpusError(message, path=origin.path)
            return
        found = _next_record(file, max(start, place.byte) + 1)
        if found is None:
            return
        start = found


@dataclass(slots=True)
class _Place:
    """Where the last record began; below 0 before the first."""

    byte: int


def _records(file: BinaryIO, origin: Origin, place: _Place) -> Iterator[Article | CorpusError]:
    """The articles from a place on. Raises OSError where the archive goes on with what is no record."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    start, place.byte = place.byte, -1
    for record in ArchiveIterator(file, record_types=WarcRecordType.any_type, parse_http=False, strict_mode=False):
        place.byte = start + record.stream_pos
        if record.record_type == WarcRecordType.response:
            name = (record.record_id or f"byte {place.byte}").strip("<>")
            try:
                article = _article(record, origin, name)
            except CorpusError as error:
                yield CorpusError(f"the record {name}: {error.message}", path=origin.path)
            except UNEXPECTED as error:
                yield CorpusError(f"the record {name}: {unexpected(error)}", path=origin.path)
            else:
                if article is not None:
                    yield article


def _article(record: WarcRecord, origin: Origin, name: str) -> Article | None:
    """The article of a response, None where it is no page.

    Raises `CorpusError`, without a place, for a bad one, and OSError where the archive is broken with it.
    """
    length, headers = record.content_length, record.headers
    block = record.reader.read(min(length, origin.max_bytes + _HEADERS))
    if all(mark in block for mark in _INSIDE):
        raise OSError(f"the length of the record {name} runs into the one behind it")
    if len(block) < min(length, origin.max_bytes + _HEADERS):
        raise OSError(f"the record {name} is cut off, it has {len(block):,} of its {length:,} bytes")
    try:
        response = _response(block)
        status, kind = response.http_headers.status_code, (response.http_content_type or "").lower()
        if status is None:
            raise CorpusError("is broken: it holds no HTTP response; fetch the page again")
        if not 200 <= status < 300 or kind not in _PAGES:
            return None
        if reason := headers.get("WARC-Truncated"):
            raise CorpusError(f"is cut off, as the crawler says ({reason}); fetch the page again")
        raw = response.reader.read(origin.max_bytes + 1)
    except (OSError, AttributeError, ValueError) as error:
        raise CorpusError(f"is broken: {error}; fetch the page again") from error
    if len(raw) > origin.max_bytes:
        raise too_long(origin)
    stated = Source(url=headers.get("WARC-Target-URI"), retrieved=iso_day(headers.get("WARC-Date") or "") or None)
    page = replace(origin, known=stated, charset=origin.charset or response.http_charset)
    return article_of(html_page.read(raw, page), raw, origin, name)


def _response(block: bytes) -> WarcRecord:
    """The HTTP response in a record's block, as a record of its own: what is wrong with it is wrong with it alone."""
    from fastwarc.warc import WarcRecord, WarcRecordType

    response = WarcRecord()
    response.init_headers(WarcRecordType.response)
    response.set_bytes_content(block)
    response.is_http = True
    response.parse_http(auto_decode="all", strict_mode=False)
    return response


def _is_cut_off(file: BinaryIO, start: int) -> bool:
    """Whether an archive ends within what gzip packed, from the record at `start` on: the reader says nothing of it."""
    if not file.seekable():
        return False
    file.seek(start)
    unpacking = None
    while data := file.read(_CHUNK):
        if unpacking is None and not data.startswith(_GZIP):
            return False
        while data:
            unpacking = unpacking or zlib.decompressobj(wbits=31)
            unpacking.decompress(data, _CHUNK)
            data = unpacking.unconsumed_tail or unpacking.unused_data
            unpacking = None if unpacking.eof else unpacking
    return unpacking is not None


def _next_record(file: BinaryIO, start: int) -> int | None:
    """Where the next record begins, at the byte `start` or behind it, and the file stands there; None: nowhere."""
    try:
        if not file.seekable():
            return None
        file.seek(0)
        mark = _GZIP if file.read(len(_GZIP)) == _GZIP else _RECORD
        file.seek(start)
        held = b""
        while chunk := file.read(_CHUNK):
            held += chunk
            found = held.find(mark)
            if found >= 0:
                place = file.tell() - len(held) + found + (mark == _RECORD)
                file.seek(place)
                return place
            held = held[-len(mark) :]
    except (OSError, io.UnsupportedOperation):
        pass
    return None
