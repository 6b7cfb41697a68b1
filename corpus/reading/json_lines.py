"""JSON lines: a row is a document, with `html` or `text` and what is known of its source.

A row's keys besides those of a source are passed over: corpora carry many. Where a row has both, `html` is read, which
tells more. A row is called by what of it lasts, and not by its line: rows may be put in, taken out and moved about, and
no other one is called otherwise for it. What a row says of its source is completed, field by field, by the page's own
words and then by the file's sidecar: that says where the file is from, and the rows are from many places.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from itertools import chain, count
from typing import Any, BinaryIO

from corpus.reading.html import page as html_page
from corpus.reading.html.page_facts import iso_day, written_address
from corpus.reading.origin import (
    UNEXPECTED,
    Extracted,
    Origin,
    article_of,
    refuse_html,
    too_long,
    unexpected,
    well_formed,
)
from corpus.reading.packed import unpacked
from corpus.reading.sidecar import DATES
from corpus.reading.text_page import control_character
from corpus.store import sha256_hex
from corpus.types import Article, CorpusError, Source

_SPELLINGS = {"licence": ("licence", "license")}
_FIELDS = {field.name: _SPELLINGS.get(field.name, (field.name,)) for field in fields(Source)}
"""What of a source a row may say, by which keys."""

_WIDE = (b"\xff\xfe", b"\xfe\xff", b"{\0", b"\0{", b"[\0", b"\0[")
_MARK = b"\xef\xbb\xbf"
_UNKNOWN = "it is taken to be unknown"
_PLAIN = re.compile(r"[\w.:-]{1,80}")
DIGITS = 12
"""Hex digits of a digest that rows are called by; where two rows of millions have the same, one gets another name."""


def read(file: BinaryIO, origin: Origin) -> Iterator[Article | CorpusError]:
    """The articles of the rows, one at a time, and what is wrong with the others by their lines.

    A row of more than `max_bytes` is passed over without being held.
    """
    number = rows = 0
    names: set[str] = set()
    try:
        while line := file.readline(origin.max_bytes + 1):
            number += 1
            if not rows and (kind := _other_kind(line.removeprefix(_MARK).strip())):
                yield CorpusError(kind, path=origin.path)
                return
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
                row = _object(raw)
                known, wrong = _source(row)
                yield from (CorpusError(message, path=origin.path, line=number) for message in wrong)
                extracted = _extracted(row, known, origin)
                yield article_of(extracted, raw, origin, _called(row, raw, names))
            except CorpusError as error:
                yield CorpusError(error.message, path=origin.path, line=number)
            except UNEXPECTED as error:
                yield CorpusError(unexpected(error), path=origin.path, line=number)
    except (OSError, EOFError, zlib.error) as error:
        said = getattr(error, "strerror", None) or str(error)
        yield CorpusError(f"cannot be read any further: {said}", path=origin.path, line=number + 1)
    else:
        if not rows:
            yield CorpusError("is empty: it has no rows", path=origin.path)


def read_packed(file: BinaryIO, origin: Origin) -> Iterator[Article | CorpusError]:
    """As `read`, of a file that gzip packed; what was unpacked before it turns out to be damaged is read."""
    yield from read(unpacked(file), origin)


def _called(row: Mapping[str, Any], raw: bytes, names: set[str]) -> str:
    """What a row is called in its file, which joins the `names` that are taken: its `id`, or else digests.

    They are of its address and, where it has none or another row has it, too, of the whole row.
    """
    own, url, whole = row.get("id"), row.get("url"), _digest(raw)
    named = isinstance(own, (str, int)) and not isinstance(own, bool)
    lasting = [str(own)] if named and _PLAIN.fullmatch(str(own)) else []
    lasting += [_digest(url.encode("utf-8", "surrogatepass"))] if isinstance(url, str) and url else []
    again = (f"{whole}.{nth}" for nth in count(2))  # the same row once more
    name = next(name for name in chain(lasting, [whole], again) if name not in names)
    names.add(name)
    return name


def _digest(value: bytes) -> str:
    return sha256_hex(value)[:DIGITS]


def _other_kind(beginning: bytes) -> str | None:
    """What a file is that begins with these bytes and is no JSON lines as a whole, and what to do."""
    if beginning.startswith(b"\x1f\x8b"):
        return "is packed by gzip: let its name end in .jsonl.gz"
    if beginning.startswith(_WIDE):
        return "is in UTF-16, which is not read row by row: save it as UTF-8"
    if beginning.startswith(b"[") and beginning[1:].lstrip()[:1] in (b"", b"{"):
        return "is one JSON array, and not an object a line: make it so, as by `jq -c '.[]' FILE`"
    if beginning == b"{":
        return "is JSON of several lines an object, and not an object a line: make it so, as by `jq -c . FILE`"
    return None


def _extracted(row: Mapping[str, Any], known: Source, origin: Origin) -> Extracted:
    """What a row says. Raises `CorpusError`, without a place, for what is no row with a text."""
    page, text = row.get("html"), row.get("text")
    if isinstance(page, str) and page.strip():
        return html_page.from_html(well_formed(page), "utf-8", replace(origin, known=known))
    if not isinstance(text, str) or not text.strip():
        if isinstance(text, str) or isinstance(page, str):
            raise CorpusError("is empty: put the page into its text or html, or leave the row out")
        raise CorpusError("has neither text nor html: give the row a key text or html with the page in it")
    refuse_html(text, "give it the key html")
    if found := control_character(text):
        raise CorpusError(f"is binary, or damaged: its text has the control character {found[0]}")
    return Extracted(text, "utf-8", known)


def _object(raw: bytes) -> Mapping[str, Any]:
    try:
        row = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise CorpusError("is not UTF-8, which JSON must be: save it as UTF-8") from error
    except json.JSONDecodeError as error:
        said = f"{error.msg[:1].lower()}{error.msg[1:]} at its character {error.pos + 1}"
        raise CorpusError(f"is no JSON: {said}; each line must be one object") from error
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"is no JSON: {error}; each line must be one object") from error
    if not isinstance(row, dict):
        raise CorpusError(f"must be a JSON object, not {type(row).__name__}")
    return row


def _source(row: Mapping[str, Any]) -> tuple[Source, list[str]]:
    """What a row says of its source, and what is wrong with the rest of it; what it leaves empty is unknown."""
    stated: dict[str, str] = {}
    wrong: list[str] = []
    for name, keys in _FIELDS.items():
        key = next((key for key in keys if row.get(key) not in (None, "")), None)
        value = row[key].strip() if key and isinstance(row[key], str) else row.get(key or "")
        if key is None or value == "":
            continue
        day = iso_day(value) if isinstance(value, str) and name in DATES else None
        url = written_address(value) if isinstance(value, str) and name == "url" else None
        if not isinstance(value, str):
            wrong.append(f"{key} must be some text, not {value!r:.80}: {_UNKNOWN}")
        elif name in DATES and not day:
            wrong.append(f"{key} must be a date such as 2024-08-06, not {value!r:.80}: {_UNKNOWN}")
        elif name == "url" and not url:
            wrong.append(f"{key} must be an address such as https://example.com/1, not {value!r:.80}: {_UNKNOWN}")
        else:
            stated[name] = day or url or value
    return Source(**stated), wrong
