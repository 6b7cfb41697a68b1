"""The text of a sidecar, written by a program into a file that people write into as well.

A sidecar that is there keeps every byte but the values of `url` and `retrieved` and the keys of the table `[fetched]`:
comments, order, quotation marks, line ends. Lines are found by their looks, which TOML allows to deceive (a text over
several lines may have a line `url = "…"`); so the result is read again, and where anything else changed nothing is
written.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from datetime import date
from pathlib import Path

from corpus.reading.sidecar import TABLE, Fetched
from corpus.types import CorpusError

_ESCAPES = {'"': '\\"', "\\": "\\\\"}
_HEADER = re.compile(r"[ \t]*\[")
_OURS = re.compile(rf"[ \t]*\[[ \t]*{TABLE}[ \t]*\][ \t]*(#.*)?")


def new_sidecar(url: str, retrieved: str, licence: str | None, facts: Fetched) -> str:
    """A sidecar where there was none: what the page itself said, and no more."""
    head = [f"url = {_quoted(url)}", f"retrieved = {retrieved}"]
    if licence is not None:
        head.append(f"licence = {_quoted(licence)}")
    return "".join(f"{line}\n" for line in (*head, "", *_table(facts)))


def updated(text: str, url: str, retrieved: str, facts: Fetched, path: Path) -> str:
    """A sidecar's text with these values in the place of the old ones.

    Raises `CorpusError` where it is written in a way in which they cannot be replaced without touching more.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True) if end == "\r\n" else re.findall(r"[^\n]*\n|[^\n]+", text)
    top = next((at for at, line in enumerate(lines) if _HEADER.match(line)), len(lines))
    head, rest = lines[:top], lines[top:]
    if head and not head[-1].endswith("\n"):
        head[-1] += end
    for key, value in (("retrieved", retrieved), ("url", _quoted(url))):
        head = _with_value(head, key, value, end)
    result = "".join(head) + _with_table(rest, [line + end for line in _table(facts)], end)
    _check(text, result, {"url": url, "retrieved": retrieved}, facts, path)
    return result


def _with_value(lines: list[str], key: str, value: str, end: str) -> list[str]:
    """Lines in which a key has this value: in its place, else in a line of its own at the beginning."""
    given = re.compile(rf"(\ufeff?[ \t]*{key}[ \t]*=[ \t]*)(\"(?:[^\"\\]|\\.)*\"|'[^']*'|[^#\s]+)([ \t]*(?:#.*)?\s*)")
    for at, line in enumerate(lines):
        found = given.fullmatch(line)
        if found:
            same = _value(line) == _value(f"{key} = {value}")
            return lines if same else [*lines[:at], f"{found[1]}{value}{found[3]}", *lines[at + 1 :]]
    first = lines[0] if lines else ""
    mark = "\ufeff" if first.startswith("\ufeff") else ""
    return [f"{mark}{key} = {value}{end}", *([first[len(mark) :], *lines[1:]] if lines else [])]


def _value(line: str) -> object:
    """What the one key of a line is, dates as text."""
    (value,) = tomllib.loads(line.removeprefix("\ufeff").strip()).values()
    return value.isoformat() if isinstance(value, date) else value


def _with_table(lines: list[str], table: list[str], end: str) -> str:
    """The tables of a sidecar with this one in the place of its older self, whose comments stay, else at the end."""
    start = next((at for at, line in enumerate(lines) if _OURS.fullmatch(line.rstrip())), None)
    if start is None:
        before = "".join(lines)
        return before + ("" if before.endswith("\n") or not before else end) + end + "".join(table)
    stop = next((at for at in range(start + 1, len(lines)) if _HEADER.match(lines[at])), len(lines))
    kept = [line for line in lines[start + 1 : stop] if not line.strip() or line.lstrip().startswith("#")]
    return "".join([*lines[:start], lines[start].rstrip("\r\n") + end, *table[1:], *kept, *lines[stop:]])


def _check(old: str, new: str, values: dict[str, str], facts: Fetched, path: Path) -> None:
    """CorpusError where a new text says anything but the old one with these values and this table."""
    try:
        was, now = (tomllib.loads(text.removeprefix("\ufeff")) for text in (old, new))
    except tomllib.TOMLDecodeError:
        was, now = {}, {"": ""}
    wanted = {**was, **values, TABLE: tomllib.loads("\n".join(_table(facts)))[TABLE]}
    now = {key: value.isoformat() if key in values and isinstance(value, date) else value for key, value in now.items()}
    if now != wanted:
        message = f"cannot be brought up to date without touching more than url, retrieved and [{TABLE}]"
        raise CorpusError(f"{message}: write each of them in lines of their own, or move the file away", path=path)


def _table(facts: Fetched) -> list[str]:
    """The lines of the table, without what is unknown."""
    lines = [f"[{TABLE}]"]
    for field in fields(facts):
        value = getattr(facts, field.name)
        if isinstance(value, int):
            lines.append(f"{field.name} = {value}")
        elif isinstance(value, str):
            lines.append(f"{field.name} = {_quoted(value)}")
        elif value:
            lines.append(f"{field.name} = [{', '.join(map(_quoted, value))}]")
    return lines


def _quoted(text: str) -> str:
    """A basic string of TOML, on one line."""
    escaped = (
        _ESCAPES.get(c) or (c if c.isprintable() else f"\\u{ord(c):04X}" if ord(c) < 65536 else f"\\U{ord(c):08X}")
        for c in text
    )
    return f'"{"".join(escaped)}"'
