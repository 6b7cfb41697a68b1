"""JSON lines: a row is a document, with `html` or `text` and what is known of its source.

A row's keys besides those of a source are passed over: corpora carry many. Where a row has both, `html` is read, which
tells more. What a row says of its source is completed, field by field, by the page's own words and then by the file's
sidecar: that says where the file is from, and the rows are from many places.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, BinaryIO, cast

from corpus.reading import html_page
from corpus.reading.origin import Extracted, Origin, article_of, too_long, well_formed
from corpus.reading.page_facts import iso_day
from corpus.reading.sidecar import DATES
from corpus.reading.text_page import control_character
from corpus.types import Article, CorpusError, Source

_FIELDS = tuple(field.name for field in fields(Source))
_MARK = b"\xef\xbb\xbf"


def read(file: BinaryIO, origin: Origin) -> Iterator[Article | CorpusError]:
    """The articles of the rows, one at a time, and what is wrong with the others by their lines.

    A row of more than `max_bytes` is passed over without being held.
    """
    number = rows = 0
    try:
        while line := file.readline(origin.max_bytes + 1):
            number += 1
            if len(line) > origin.max_bytes and not line.endswith(b"\n"):
                rows += 1
                yield too_long(origin, line=number)
                while line and not line.endswith(b"\n"):
                    line = file.readline(1 << 20)
                continue
            raw = line.removeprefix(_MARK if number == 1 else b"").strip()
            if not raw:
                continue
            rows += 1
            try:
                yield article_of(_row(raw, origin), raw, origin, str(number))
            except CorpusError as error:
                yield CorpusError(error.message, path=origin.path, line=number)
    except (OSError, EOFError, zlib.error) as error:
        said = getattr(error, "strerror", None) or str(error)
        yield CorpusError(f"cannot be read any further: {said}", path=origin.path, line=number + 1)
    else:
        if not rows:
            yield CorpusError("is empty: it has no rows", path=origin.path)


def read_packed(file: BinaryIO, origin: Origin) -> Iterator[Article | CorpusError]:
    """As `read`, of a file that gzip packed; what was unpacked before it turns out to be damaged is read."""
    yield from read(cast(BinaryIO, gzip.GzipFile(fileobj=file)), origin)


def _row(raw: bytes, origin: Origin) -> Extracted:
    """What a row says. Raises `CorpusError`, without a place, for what is no row with a text."""
    row = _object(raw)
    known = _source(row)
    page, text = row.get("html"), row.get("text")
    if isinstance(page, str) and page.strip():
        return html_page.from_html(well_formed(page), "utf-8", replace(origin, known=known))
    if not isinstance(text, str) or not text.strip():
        if isinstance(text, str) or isinstance(page, str):
            raise CorpusError("is empty: put the page into its text or html, or leave the row out")
        raise CorpusError("has neither text nor html: give the row a key text or html with the page in it")
    if found := control_character(text):
        raise CorpusError(f"is binary, or damaged: its text has the control character {found[0]}")
    return Extracted(text, "utf-8", known)


def _object(raw: bytes) -> Mapping[str, Any]:
    try:
        row = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise CorpusError("is not UTF-8, which JSON must be: save it as UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"is no JSON: {error}; each line must be one object") from error
    if not isinstance(row, dict):
        raise CorpusError(f"must be a JSON object, not {type(row).__name__}")
    return row


def _source(row: Mapping[str, Any]) -> Source:
    """What a row says of its source; what it leaves empty is unknown."""
    stated: dict[str, str] = {}
    for name in _FIELDS:
        value = row.get(name)
        if value is None or value == "":
            continue
        if not isinstance(value, str):
            raise CorpusError(f"{name} must be some text, not {value!r:.80}")
        if name in DATES and not iso_day(value):
            raise CorpusError(f"{name} must be a date such as 2024-08-06, not {value!r:.80}")
        stated[name] = iso_day(value) if name in DATES else value
    return Source(**stated)
