"""`NAME.toml` beside a page: what is known about where it comes from. What is not stated stays unknown.

    url = "https://…"            where the page was published
    publisher = "…"              who published it
    title = "…"
    author = "…"
    published = 2024-08-06       ISO dates, with or without quotation marks
    retrieved = 2024-08-07
    licence = "…"                an SPDX identifier or a few words (or `license`); without it the page is nobody's to
                                 pass on
    originals = ["full-note"]    the English documents it renders: `full-note.txt` in the folder of originals

Beside a file of many documents it tells what these do not say of themselves.

A page that was fetched has one table more, which a program wrote and replaces:

    [fetched]
    requested = "https://…"      the address that was asked for, before redirects
    status = 200
    content_type = "text/html"
    charset = "shift_jis"        what the server said, which need not be so
    last_modified = "…"          these two as the server stated them
    etag = "…"
    robots = "allowed by https://…/robots.txt"
    licence_links = ["https://…"]
    sha256 = "…"                 of the bytes that came
"""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from corpus.store import parse_toml, read_file
from corpus.types import CorpusError, Source

DATES = ("published", "retrieved")
TEXTS = tuple(field.name for field in fields(Source) if field.name not in DATES)
TABLE = "fetched"
MOST_BYTES = 1_000_000
SPELLINGS = {"license": "licence"}
KEYS = (*TEXTS, *DATES, "originals", TABLE)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What is known about the way on which a page came here; None is unknown."""

    requested: str | None = None
    status: int | None = None
    content_type: str | None = None
    charset: str | None = None
    last_modified: str | None = None
    etag: str | None = None
    robots: str | None = None
    licence_links: tuple[str, ...] = ()
    sha256: str | None = None


def read_sidecar(path: Path) -> tuple[Source, tuple[str, ...]]:
    """What a sidecar says about its page, and the names of the page's originals; nothing where there is no sidecar.

    Raises `CorpusError` with the line for broken TOML, an unknown key, a value of a wrong type, a date that is none.
    """
    source, named, _ = _read(path)
    return source, named


def read_fetched(path: Path) -> Fetched | None:
    """The table `[fetched]` of a sidecar, None where there is none; raises as `read_sidecar`."""
    return _read(path)[2]


def _read(path: Path) -> tuple[Source, tuple[str, ...], Fetched | None]:
    try:
        raw = read_file(path, MOST_BYTES)
    except FileNotFoundError:
        return Source(), (), None
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:  # the page's name has no room for another ending: there can be none
            return Source(), (), None
        raise CorpusError(f"cannot be read: {error.strerror or error}", path=path) from error
    text, values = parse_toml(raw, path)
    for key in values:
        if key not in KEYS and key not in SPELLINGS:
            message = f"{key!r} is not a key of a sidecar: there are {', '.join(KEYS)}"
            raise CorpusError(message, path=path, line=_line_of(text, key))
        if key in SPELLINGS and SPELLINGS[key] in values:
            message = f"{key} and {SPELLINGS[key]} are two spellings of one key: leave one of them out"
            raise CorpusError(message, path=path, line=_line_of(text, key))
    known: dict[str, str] = {}
    for key in (key for key in values if key not in ("originals", TABLE)):
        try:
            known[SPELLINGS.get(key, key)] = _date(values[key]) if key in DATES else _text(values[key])
        except ValueError as error:
            raise CorpusError(f"{key} {error}", path=path, line=_line_of(text, key)) from error
    try:
        named = _names(values.get("originals", []))
    except ValueError as error:
        raise CorpusError(f"originals {error}", path=path, line=_line_of(text, "originals")) from error
    return Source(**known), named, _table(values[TABLE], text, path) if TABLE in values else None


def _table(values: object, text: str, path: Path) -> Fetched:
    """The checked values of `[fetched]`."""
    start = _line_of(text, TABLE) or 1
    if not isinstance(values, dict):
        raise CorpusError(f"{TABLE} must be a table, [{TABLE}]: not {values!r}", path=path, line=start)
    known: dict[str, Any] = {}
    for key, value in values.items():
        below = _line_of("".join(text.splitlines(keepends=True)[start:]), key)
        line = start if below is None else start + below
        if key not in _CHECKS:
            hint = f": it belongs above [{TABLE}]" if key in KEYS else f": there are {', '.join(_CHECKS)}"
            raise CorpusError(f"{key!r} is not a key of [{TABLE}]{hint}", path=path, line=line)
        try:
            known[key] = _CHECKS[key](value)
        except ValueError as error:
            raise CorpusError(f"{key} {error}", path=path, line=line) from error
    return Fetched(**known)


def line_of_key(path: Path, key: str) -> int | None:
    """The line on which a sidecar that could be read gives a key, for an error about its value."""
    return _line_of(path.read_text(encoding="utf-8-sig"), key)


def _line_of(text: str, key: str) -> int | None:
    """The line on which TOML gives a key or opens the table of that name."""
    given = re.search(rf"^[ \t]*(?:\[+[ \t]*)?([\"']?){re.escape(key)}\1[ \t]*[=.\]]", text, re.MULTILINE)
    return None if given is None else text.count("\n", 0, given.start()) + 1


def _text(value: object) -> str:
    if isinstance(value, str) and value.strip():
        return value
    raise ValueError(f"must be some text in quotation marks, not {value!r}; leave the key out where it is unknown")


def _date(value: object) -> str:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    try:
        if isinstance(value, str) and date.fromisoformat(value).isoformat() == value:
            return value
    except ValueError:
        pass
    raise ValueError(f"must be a date such as 2024-08-06, not {str(value)!r}")


def _names(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) and name for name in value):
        raise ValueError(f'must be a list of names such as ["full-note"], not {value!r}')
    for name in value:
        if "/" in name or "\\" in name or name.startswith("."):
            raise ValueError(f"must be names of files in the folder of originals, without folders: not {name!r}")
        if value.count(name) > 1:
            raise ValueError(f"names {name!r} twice")
    return tuple(value)


def _status(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 100 <= value <= 599:
        return value
    raise ValueError(f"must be a status of HTTP such as 200, not {value!r}")


def _links(value: object) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(link, str) and link for link in value):
        return tuple(value)
    raise ValueError(f"must be a list of addresses, not {value!r}")


def _sha256(value: object) -> str:
    if isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value):
        return value
    raise ValueError(f"must be 64 hex digits, not {value!r}")


_CHECKS: Mapping[str, Callable[[object], Any]] = {
    **{field.name: _text for field in fields(Fetched)},
    "status": _status,
    "licence_links": _links,
    "sha256": _sha256,
}
"""How each key of the table is checked, in the order of `Fetched`."""
