"""WARC, the archives of crawls: each response, resource or conversion that is an HTML page is a document.

Other records (requests, images, redirects, pages not found) are no documents and passed over, and counted where there
is no page at all; a page that is cut off, cannot be unpacked, or is longer than is read is named by its record and its
address and passed over. Behind a place where the archive itself is broken, the next record is looked for, if the file
can be read from any place.
"""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from corpus.reading import http_response
from corpus.reading.html import page as html_page
from corpus.reading.html.page_facts import iso_day, written_address
from corpus.reading.http_response import HEADERS, Response
from corpus.reading.origin import UNEXPECTED, Origin, article_of, too_long, unexpected
from corpus.reading.warc_heads import LineEndsError, are_odd, respelled, respelled_packed
from corpus.reading.web.addresses import printable, shown
from corpus.types import Article, CorpusError, Source

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_WITH_PAGES = ("response", "resource", "conversion")
_GZIP = b"\x1f\x8b\x08"
_RECORD = b"\nWARC/1."
_CHUNK = 1 << 20
_MOST_BREAKS = 100  # places where an archive is broken, before it is given up
_INSIDE = (re.compile(rb"\n\r?\nWARC/1\."), re.compile(rb"\nWARC-Record-ID:", re.IGNORECASE))
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)\d{6}")  # as addresses of archives have it
_TOLD = 4  # kinds of records that are named where an archive has no page
_MOST_KINDS = 100


def read(file: BinaryIO, origin: Origin) -> Iterator[Article | CorpusError]:
    """The articles of an archive, packed or not, one record at a time, and what is wrong with those that are none."""
    others = Counter[str]()
    nothing = True
    for found in _read(file, origin, others):
        nothing = False
        yield found
    if nothing:
        yield CorpusError(_no_page(others), path=origin.path)


def _no_page(others: Counter[str]) -> str:
    """What is said of an archive without a page, of which these are the records."""
    named = [f"{count:,} {kind}" for kind, count in others.most_common(_TOLD)]
    left = others.total() - sum(count for _, count in others.most_common(_TOLD))
    told = ", ".join([*named, *([f"{left:,} others"] if left else [])])
    records = f"{others.total():,} record{'s' * (others.total() > 1)}"
    return f"{records}, no page ({told}): what is read is HTML in a {', '.join(_WITH_PAGES)}; remove it"


def _read(file: BinaryIO, origin: Origin, others: Counter[str]) -> Iterator[Article | CorpusError]:
    start = 0
    anywhere = file.seekable()
    for _ in range(_MOST_BREAKS):
        place = _Place(start)
        try:
            if not anywhere or are_odd(file):
                yield from _respelled(file, origin, place, others, packed=anywhere and _is_packed(file))
                return
            yield from _records(file, origin, place, others, partial(int.__add__, start))
        except LineEndsError as error:
            message = (
                f"is broken: {error}; fetch it again, as a binary file: the ends of its lines may have been changed"
            )
            yield CorpusError(message, path=origin.path)
            return
        except _MisreadError:
            start = place.byte
            file.seek(start)
            if are_odd(file):
                continue
            message = f"is broken behind byte {start:,}: a record's head is written in an unusual way; unpack the file"
            yield CorpusError(f"{message} (what can be read behind that is read)", path=origin.path)
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


class _MisreadError(Exception):
    """A record has a head that is not understood, and is to be read again from its place."""


@dataclass(slots=True)
class _Place:
    """Where the last record began; below 0 before the first. `doubted` is its name where another may begin in it."""

    byte: int
    doubted: str | None = None


def _records(
    file: BinaryIO, origin: Origin, place: _Place, others: Counter[str], where: Callable[[int], int]
) -> Iterator[Article | CorpusError]:
    """The articles of a stream, with `where` in the file a record is that begins at a byte of the stream.

    Raises OSError where the archive goes on with what is no record.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    place.byte = -1
    records = ArchiveIterator(file, record_types=WarcRecordType.any_type, parse_http=False)
    held: list[Article | CorpusError] = []
    while record := _behind(records, place):
        yield from held
        held.clear()
        place.byte, place.doubted = where(record.stream_pos), None
        if not record.content_length and re.match(r"\s*0*[1-9]", record.headers.get("Content-Length") or ""):
            raise _MisreadError
        name = (record.record_id or f"byte {place.byte}").strip("<>")
        url = _address(record)
        found: Article | CorpusError | str
        try:
            found = _article(record, origin, place, name, url)
        except (CorpusError, *UNEXPECTED) as error:
            said = error.message if isinstance(error, CorpusError) else unexpected(error)
            found = CorpusError(f"the record {name}{f' of {shown(url)}' if url else ''}: {said}", path=origin.path)
        if isinstance(found, str):
            others[found if found in others or len(others) < _MOST_KINDS else "of other kinds"] += 1
        elif place.doubted:
            held.append(found)
        else:
            yield found
    yield from held


def _behind(records: Iterator[WarcRecord], place: _Place) -> WarcRecord | None:
    """The next record, None at the end. OSError where there is something else, of a doubted record that it is too long.

    A page may well quote what a record begins with: its record ends properly, and nothing in it is one.
    """
    try:
        return next(records, None)
    except OSError as error:
        if place.doubted is None or isinstance(error, LineEndsError):
            raise
        raise OSError(f"the length of the record {place.doubted} runs into the one behind it") from error


def _respelled(
    file: BinaryIO, origin: Origin, place: _Place, others: Counter[str], *, packed: bool
) -> Iterator[Article | CorpusError]:
    """The articles from a place on, of an archive whose heads are not written as usual. Raises as `_records`."""
    start = place.byte
    stream, found = (respelled_packed if packed else respelled)(file)
    try:
        yield from _records(stream, origin, place, others, lambda byte: start + found(byte))
    except _MisreadError as error:
        raise OSError("a record has a head that is not understood") from error


def _is_packed(file: BinaryIO) -> bool:
    """Whether what stands next in a file is packed by gzip; the file stands there then."""
    start = file.tell()
    beginning = file.read(len(_GZIP))
    file.seek(start)
    return beginning == _GZIP


def _article(record: WarcRecord, origin: Origin, place: _Place, name: str, url: str | None) -> Article | str:
    """The article in a record, or what it is where it is no page; the place is told where another may begin in it.

    Raises `CorpusError`, without a place, for a bad one, and OSError where the archive is broken with it.
    """
    length, headers = record.content_length, record.headers
    kind = (headers.get("WARC-Type") or "").strip().lower()
    if kind not in _WITH_PAGES:
        return printable(kind) or "without a type"
    most = origin.max_bytes + HEADERS
    block = record.reader.read(min(length, most))
    if b"\nWARC/1." in block and all(mark.search(block) for mark in _INSIDE):
        place.doubted = name
    if len(block) < min(length, most):
        raise OSError(f"the record {name} is cut off, it has {len(block):,} of its {length:,} bytes")
    response = _response(block, kind, headers.get("Content-Type") or "")
    if not 200 <= response.status < 300:
        return f"{kind} with the status {response.status}"
    if not http_response.is_page(response):
        return f"{kind} of {printable(response.kind) or 'no stated type'}"
    if length > most:
        raise too_long(origin)
    if reason := headers.get("WARC-Truncated"):
        raise CorpusError(f"is cut off, as the crawler says ({printable(reason)}); take another capture of the page")
    if number := headers.get("WARC-Segment-Number"):
        message = f"is cut off: it is the segment {printable(number)} of a page, and segments are not put together here"
        raise CorpusError(f"{message}; take another capture of the page")
    raw = http_response.whole(response, origin.max_bytes)
    if len(raw) > origin.max_bytes:
        raise too_long(origin)
    stated = Source(url=written_address(url or "") or None, retrieved=_day(headers.get("WARC-Date") or "") or None)
    page = replace(origin, known=stated, charset=origin.charset or response.charset)
    return article_of(html_page.read(raw, page), raw, origin, name)


def _response(block: bytes, kind: str, stated: str) -> Response:
    """What a record of a kind holds: an HTTP response, or the page itself, as from the disk of whoever archived it."""
    of_record, charset = http_response.media_type(stated)
    if of_record == "application/http" or kind == "response" and (not of_record or block.startswith(b"HTTP/")):
        return http_response.parsed(block)
    return Response(200, {}, block, of_record, charset)


def _address(record: WarcRecord) -> str | None:
    """The address that a record is of, which need not be one of the web, without the angle brackets of wget."""
    return (record.headers.get("WARC-Target-URI") or "").strip().removeprefix("<").removesuffix(">").strip() or None


def _day(stated: str) -> str:
    """The day of a capture, which some write in 14 digits."""
    found = _MOMENT.fullmatch(stated.strip())
    return iso_day("-".join(found.groups()) if found else stated)


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
