"""An HTTP response as archives hold it: status, headers, what kind of body, and the body unpacked and whole.

Crawlers differ in what they keep. Many store a body that they unpacked already and leave the headers on it that say how
it came; what begins with markup is unpacked, as no packed body does. Servers name packings that are none. Each of that
is read as browsers do. What ends before its end is not: half a page would stand for the whole one. The end of what was
packed and a page's own last tag prove that it is whole: they win over lengths and chunks, which servers get wrong.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from corpus.reading.paths import letters
from corpus.reading.web.addresses import printable
from corpus.types import CorpusError

if TYPE_CHECKING:
    from fastwarc.stream_io import WarcReader

HEADERS = 1 << 16  # bytes that a response may have before its body
_ENOUGH = 4096  # bytes that tell what is in a body
_PIECE = 1 << 12
_MOST_LAYERS = 5

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?!\d)")
_BLANK = re.compile(rb"\r?\n\r?\n")
_FOLDED = re.compile(r"\r?\n[ \t]+")
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([^\s"',;]+)""", re.IGNORECASE)
_RANGE = re.compile(r"bytes 0-(\d{1,18})/(\d{1,18})", re.IGNORECASE)
_CHUNK = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_MEMBER = b"\x1f\x8b"
_ENDED = re.compile(rb"</html\s*>\s*\Z", re.IGNORECASE)
_LAST = 1000  # bytes, with what white space stands behind it, in which the last tag is

_MARKUP = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<\0?[!?a-zA-Z]")
_BEFORE = rb"(?>(?:\s+|<!--.*?-->|<\?.*?\?>)*)"
# What a body of no type begins with that is HTML (https://mimesniff.spec.whatwg.org), and XML that is XHTML.
_TAGS = rb"!doctype\s+html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p"
_HTML = re.compile(_BEFORE + rb"<(?:" + _TAGS + rb")[\s>/]", re.IGNORECASE | re.DOTALL)
_XHTML = re.compile(_BEFORE + rb"<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE | re.DOTALL)
_UNTYPED = ("", "*/*", "unknown/unknown", "application/unknown")
_XML = ("application/xml", "text/xml")


@dataclass(frozen=True, slots=True)
class Response:
    """An answer: its headers by names in lower case, those of one name joined by commas, and its body as it came.

    `kind` is its media type in lower case, empty where it states none, and `charset` what that names.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    kind: str = ""
    charset: str | None = None


def parsed(block: bytes) -> Response:
    """The response in a block of bytes. Raises `CorpusError`, without a place, where it holds none."""
    status = _STATUS.match(block)
    blank = _BLANK.search(block, 0, HEADERS)
    if status is None or blank is None and len(block) >= HEADERS:
        raise CorpusError("is broken: it holds no HTTP response; take another capture of the page")
    head = block if blank is None else block[: blank.start()]
    headers: dict[str, str] = {}
    for line in re.split("\r?\n", _FOLDED.sub(" ", head.decode("latin-1")))[1:]:
        name, colon, value = line.partition(":")
        key = name.strip().lower()
        if colon:
            headers[key] = f"{headers[key]}, {value.strip()}" if key in headers else value.strip()
    kind, charset = media_type(headers.get("content-type", ""))
    return Response(int(status[1]), headers, b"" if blank is None else block[blank.end() :], kind, charset)


def media_type(stated: str) -> tuple[str, str | None]:
    """The type that a header states, in lower case, and its charset; of several types the last, as browsers take it."""
    kind, charset = "", None
    for part in stated.split(","):
        name, _, further = part.partition(";")
        name = name.strip().lower()
        if "/" in name:
            kind, charset = name, charset if name == kind else None
        if named := _CHARSET.search(further):
            charset = named[1]
    return kind, charset


def is_page(response: Response) -> bool:
    """Whether it is an HTML page: by its type, or where that says nothing by what its body begins with."""
    if response.kind == "text/html" or response.kind.endswith("xhtml+xml"):
        return True
    form = _XHTML if response.kind in _XML else _HTML if response.kind in _UNTYPED else None
    if form is None:
        return False
    try:
        beginning = unpacked(response, _ENOUGH)[:_ENOUGH]
    except CorpusError:
        return False
    return form.match(letters(beginning)) is not None


def whole(response: Response, most: int) -> bytes:
    """The page that an answer holds, unpacked: of a longer one than `most` bytes only more than that.

    Raises `CorpusError`, without a place, also for a part of it (206), and fewer bytes than its Content-Length says.
    """
    headers, body = response.headers, response.body
    if response.status == 206:
        stated = headers.get("content-range", "")
        found = _RANGE.match(stated)
        if found is None or int(found[1]) + 1 != int(found[2]):
            raise _cut(f"the answer is a part of the page (206, {printable(stated) or 'no Content-Range'})")
    page = unpacked(response, most)
    length = headers.get("content-length", "").partition(",")[0].strip()
    stated_length = int(length) if re.fullmatch("[0-9]{1,15}", length) else 0
    # What was packed has an end of its own; where it came unpacked the length is that of what was packed.
    packed = body and any(name in _UNPACKERS for name in _packings(response))
    if stated_length > len(body) and not packed and not _is_ended(page):
        raise _cut(f"it has {len(body):,} of the {stated_length:,} bytes that its Content-Length says")
    return page


def unpacked(response: Response, most: int) -> bytes:
    """A body unpacked: of a longer one than `most` bytes only more than that.

    Raises `CorpusError`, without a place, for what ends before its end, and for what cannot be unpacked.
    """
    body, layers = response.body, _packings(response)
    if len(layers) > _MOST_LAYERS:
        raise CorpusError(f"is packed {len(layers)} times, as no page is: remove it")
    cut: str | None = None
    for name in reversed(layers):
        if not body or _MARKUP.match(body):
            break
        if name not in _UNPACKERS:
            raise CorpusError(f"is packed in a way that is not read ({printable(name)}): put the page itself beside it")
        try:
            body, missing = _UNPACKERS[name](body, most)
        except (OSError, zlib.error) as error:
            raise CorpusError(f"is broken: it cannot be unpacked ({name}: {error}); {_AGAIN}") from error
        cut = missing and (cut or missing)  # within chunks that break off there may be something whole
    if cut and not _is_ended(body):
        raise _cut(cut)
    return body


def _is_ended(page: bytes) -> bool:
    """Whether a page ends with its last tag."""
    return _ENDED.search(page[-_LAST:].replace(b"\0", b"")) is not None


_AGAIN = "take another capture of the page"
_NOTHING = ("", "none", "identity", "utf-8", "utf8", "binary", "8bit", "7bit", "text/html", "*", "null", "unicode")
"""What servers call a packing that is none."""


def _cut(why: str) -> CorpusError:
    return CorpusError(f"is cut off: {why}; {_AGAIN}")


def _packings(response: Response) -> list[str]:
    """How a body is packed, as its headers say, in the order in which that was done."""
    stated = (response.headers.get(name, "") for name in ("content-encoding", "transfer-encoding"))
    words = (word.strip().lower() for one in stated for word in one.split(","))
    return [word for word in words if word not in _NOTHING]


Unpacked = tuple[bytes, str | None]
"""What was in a packing, and what of it is missing at its end."""


def _dechunked(body: bytes, most: int) -> Unpacked:
    """The chunks of a body put together. Each has its length before it, and one of no length ends them."""
    pieces: list[bytes] = []
    place = length = 0
    while found := _CHUNK.match(body, place):
        size, start = int(found[1], 16), found.end()
        if not size:
            return b"".join(pieces), None
        pieces.append(body[start : start + size])
        length += len(pieces[-1])
        if length > most:
            return b"".join(pieces), None
        place = start + size
        if place > len(body):
            break
        place += 2 if body[place : place + 2] == b"\r\n" else body[place : place + 1] == b"\n"
    if not pieces:
        raise OSError("it does not begin with the length of a chunk")
    if len(body) - place > _PIECE:
        raise OSError(f"no chunk begins at its byte {place:,}")
    return b"".join(pieces), "its last chunk is missing"


def _inflated(body: bytes, most: int, *, wbits: int) -> Unpacked:
    """What zlib packed. Behind its end only another member of gzip counts: what else stands there is padding."""
    out, place = bytearray(), 0
    unpacking = zlib.decompressobj(wbits)
    while place < len(body):
        # In small pieces: what is left of one behind the end of a member is copied, and there may be many members.
        piece = body[place : place + _PIECE]
        out += unpacking.decompress(piece, most + 1 - len(out))
        if len(out) > most:
            return bytes(out), None
        place += len(piece) - len(unpacking.unused_data)
        if unpacking.eof:
            if wbits < _GZIP or body[place : place + 2] != _MEMBER:
                return bytes(out), None
            unpacking = zlib.decompressobj(wbits)
    return bytes(out), "the end of what was packed is missing"


_GZIP = 31


def _deflated(body: bytes, most: int) -> Unpacked:
    """What `deflate` packed: zlib's form, or the bare one that many servers send."""
    try:
        return _inflated(body, most, wbits=15)
    except zlib.error:
        return _inflated(body, most, wbits=-15)


def _read_by(reader: Callable[[io.BytesIO], WarcReader], body: bytes, most: int) -> Unpacked:
    stream, out = reader(io.BytesIO(body)), bytearray()
    while len(out) <= most and (piece := stream.read(most + 1 - len(out))):
        out += piece
    return bytes(out), None


def _brotli(body: bytes, most: int) -> Unpacked:
    from fastwarc.stream_io import BrotliReader

    return _read_by(BrotliReader, body, most)


def _zstandard(body: bytes, most: int) -> Unpacked:
    from fastwarc.stream_io import ZstdReader

    return _read_by(ZstdReader, body, most)


_UNPACKERS: Mapping[str, Callable[[bytes, int], Unpacked]] = {
    "chunked": _dechunked,
    "gzip": partial(_inflated, wbits=_GZIP),
    "x-gzip": partial(_inflated, wbits=_GZIP),
    "deflate": _deflated,
    "br": _brotli,
    "zstd": _zstandard,
}
"""What makes a body again of a packed one, by the names that headers have for it."""
