"""Tab-separated tables that people open in a spreadsheet: cells made harmless, files read as spreadsheets save them.

A cell that begins with `= + - @` is a formula to a spreadsheet, and a page may hold one on purpose (OWASP, "CSV
Injection"; the full-width forms count in Japanese Excel). Such a cell gets an apostrophe in front. So does one that
begins with a byte order mark, which hides what is behind it and is no part of a row to whoever reads it, and one that
begins with an apostrophe itself, so that reading takes exactly the one away that writing put there. Where apostrophes
are quotation marks, as in `'+1' was his answer.`, a person typed them, and they stay.

Excel saves a table as UTF-16 ("Unicode text") or in the code page of the machine (CP932 in Japan, where letters that
it lacks become question marks), LibreOffice and Google Sheets as UTF-8; some of them quote cells and end lines in CRLF.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

STARTS_FORMULA = frozenset("=+-@'\uff1d\uff0b\uff0d\uff20\ufeff")  # then the full-width = + - @; and a byte order mark
_IN_QUOTES = re.compile(r"(?:'(?=\s*[=+\-@＝＋－＠])[^']+'|''[^']+'')(?![\w'])")
_BREAKS = re.compile(r"[\t\n\r\v\f\x00\x1c-\x1e\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Record:
    """A row as it was read: its cells, the number of its first line, its lines, whether a line break ends it.

    A cell has the line breaks that were typed into it.
    """

    cells: tuple[str, ...]
    line: int
    raw: str
    ended: bool = True


def one_line(text: str) -> str:
    """The text with tabs and line breaks (and NUL, which spreadsheets choke on) as one space: what a cell can hold."""
    return _BREAKS.sub(" ", text)


def escape(text: str) -> str:
    """The text as a cell: on one line, and no formula to any spreadsheet."""
    line = one_line(text)
    marks = "'" if _risky(line) and not _IN_QUOTES.match(line) else ""
    return f"''{line}" if unescape(f"{marks}{line}") != line else f"{marks}{line}"


def unescape(cell: str) -> str:
    """What `escape` was given; a cell that a person typed comes back as typed."""
    if _IN_QUOTES.match(cell) or not cell.startswith("'") or not _risky(cell[1:]):
        return cell
    return cell[2:] if _IN_QUOTES.match(cell[1:]) else cell[1:]


def _risky(text: str) -> bool:
    return text.lstrip()[:1] in STARTS_FORMULA


def write_rows(rows: Iterable[Sequence[str]]) -> str:
    """The rows as text with tabs, one line each, quoted as spreadsheets expect where a cell holds a quotation mark."""
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter="\t", lineterminator="\n")
    writer.writerows([escape(cell) for cell in row] for row in rows)
    return lines.getvalue()


def decode(data: bytes) -> str | None:
    """The text of a table in any encoding that spreadsheets save, None where it is none of them."""
    decoded = decode_with_encoding(data)
    return None if decoded is None else decoded[0]


def decode_with_encoding(data: bytes) -> tuple[str, str] | None:
    """The text of a table and Python's name of the encoding it is in, None where that is none that spreadsheets save.

    The end may be half a character, where saving was broken off; that half is left out.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\x00" in data[:200]:
        encodings = ["utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp932"]
    for encoding in encodings:
        try:
            return codecs.getincrementaldecoder(encoding)().decode(data), encoding
        except UnicodeDecodeError:
            continue
    return None


def read_records(text: str) -> Iterator[Record]:
    """The rows of a table, leniently; empty ones are left out. A byte order mark within, where two files were joined,
    is no part of a row.

    A quotation mark that is never closed, as a plain editor leaves it, would swallow all rows after it: a line at which
    the quotes do not work out is split at its tabs as it stands.
    """
    lines = [line.removeprefix("\ufeff") for line in re.split(r"\r\n|\r|\n", text)]
    at, widths = 0, set[int]()
    while at < len(lines):
        cells, used = _quoted(lines, at, widths) or (lines[at].split("\t"), 1)
        widths.add(len(cells))
        if any(cell.strip() for cell in cells):
            yield Record(tuple(map(unescape, cells)), at + 1, "\n".join(lines[at : at + used]), at + used < len(lines))
        at += used


def cells_of(line: str) -> tuple[str, ...]:
    """The cells of a row that stands on one line; as many as its tabs tell."""
    cells, _ = _quoted([line], 0, ()) or (line.split("\t"), 1)
    return tuple(unescape(one_line(cell)) for cell in cells)


_MOST_LINES = 100
"""How many lines a cell with line breaks may have with its row. Two quotation marks that stand there by chance can be
as far apart as a table is long, and so for each of its lines."""


def _quoted(lines: Sequence[str], at: int, widths: Collection[int]) -> tuple[list[str], int] | None:
    """The cells of the record that begins at line `at` and how many lines it takes; None where quotes are broken.

    `widths` are the numbers of cells that the rows before it have.
    """
    if '"' not in lines[at]:
        return None
    within = (f"{line}\n" for line in lines[at : at + _MOST_LINES])
    reader = csv.reader(within, delimiter="\t", strict=True)
    try:
        cells = next(reader)
    except (csv.Error, StopIteration):
        return None
    # Hardly any spreadsheet lets a tab into a cell: with one, two stray quotation marks have met, unless only with it
    # the row is as wide as others.
    stray = any("\t" in cell for cell in cells) and (len(cells) not in widths or lines[at].count("\t") + 1 in widths)
    return None if stray else (cells, reader.line_num)


def lost(new: str, old: str) -> bool:
    """Whether a new text from a table in CP932 has a question mark that the old one, as it came back, has not."""
    alike = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return sum(new[at : at + size].count("?") for _, at, size in alike) < new.count("?")


def plain(word: str) -> str:
    """A header or verdict as typed, in the form it is compared in: trimmed, lower case, full-width letters folded.

    Letters without width come along from where a word was copied.
    """
    seen = "".join(letter for letter in word if unicodedata.category(letter) != "Cf")
    return unicodedata.normalize("NFKC", seen).strip().lower()
