"""What a reviewer put right in a column that no build reads, such as who speaks: named, since else it would be lost.

A row's `digest` has, behind what tells its texts and its id, four hex digits for each of these columns as it was sent.
A cell is compared without what a spreadsheet does to it by itself: days in another order, letters and their marks
apart, quotation marks turned, a number made of a handle.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from unicodedata import normalize

from corpus.publishing.review.corrections import PARTS
from corpus.publishing.sheet import one_line
from corpus.text import shown

COLUMNS = (*PARTS, "relation")
"""Those that a person may have an opinion on."""

DIGITS = 4
_CODES = re.compile(rf".+-.+-([0-9a-f]{{{DIGITS * len(COLUMNS)}}})")
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")
_NUMBER = re.compile(r"[\d.,]+(E\+?\d+)?", re.IGNORECASE)


def codes_of(row: Mapping[str, str | None]) -> str:
    """What tells later whether one of the columns was changed."""
    return "".join(_code(_plain(column, row[column] or "")) for column in COLUMNS)


def overlooked(row: Mapping[str, str]) -> Iterator[str]:
    """What is said of the columns of a row that were changed; nothing of a row of an older table, which cannot tell."""
    sent = _CODES.fullmatch(row.get("digest", ""))
    if sent is None:
        return
    for at, column in enumerate(COLUMNS):
        cell = row.get(column)
        if cell is None or _made_otherwise(column, cell):
            continue
        if _code(_plain(column, cell)) != sent[1][at * DIGITS : (at + 1) * DIGITS]:
            then = f"write it into new_{column}" if column in PARTS else "it is not for you to set"
            yield f"{column} was changed to {cell!r:.80}, which no build reads: {then}"


def _made_otherwise(column: str, cell: str) -> bool:
    """Whether a spreadsheet may have made the cell of another one, so that it tells nothing."""
    if column == "posted_on":
        return bool(cell) and len(_numbers(cell)) != len("ymd")
    return column == "handle" and _NUMBER.fullmatch(cell) is not None


def _plain(column: str, cell: str) -> str:
    if column == "posted_on":
        return " ".join(map(str, _numbers(cell)))
    return shown(one_line(normalize("NFC", cell).translate(_STRAIGHT)))


def _numbers(day: str) -> list[int]:
    """The year without its century, the month and the day, in whatever order they are written."""
    return sorted(int(digits[-2:]) for digits in re.findall(r"\d+", day))


def _code(plain: str) -> str:
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]
