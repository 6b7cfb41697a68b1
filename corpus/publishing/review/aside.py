"""What could not be used of review TSVs, and what lies beside them unread.

`unread.tsv` has rows behind the header of their table, from which they are pasted back. A last column in that header
says in its name when the table was saved, so that a decision taken later tells that a row was put right.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from corpus.publishing.review.corrections import as_cells, correction
from corpus.publishing.review.decisions import Draft, is_header, words_of
from corpus.publishing.review.ledger import Entry, append_text
from corpus.publishing.review.returned import NEW_TEXTS
from corpus.publishing.sheet import cells_of, decode, plain, read_records, unescape
from corpus.store import read_file
from corpus.types import CorpusError, Verdict

TSV, UNREAD = "low_confidence.tsv", "unread.tsv"
MOST = 50_000_000  # bytes of a part of a workbook that are looked through
TABLES = frozenset({".csv", ".tab", ".tsv", ".txt"})
BOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".fods", ".numbers"})
_LOCKS = ("~$", ".~", "._")  # how the names begin of what programs put beside a file that is open
_SAVED = re.compile(r"saved (\S*)")


def with_time(header: str, when: str) -> str:
    """The line of a header with the time at which its table was saved."""
    before, _, last = header.rpartition("\t")
    return f"{before if _SAVED.fullmatch(last) else header}\tsaved {when}"


def rows_aside(path: Path, decided: Iterable[Entry]) -> int:
    """How many rows at `path` still wait: those on whose pair nothing was decided in a table that was saved later."""
    text = decode(read_file(path)) if path.exists() else None
    latest: dict[str, str] = {}
    for entry in decided:
        latest[entry.id] = max(entry.when, latest.get(entry.id, ""))
    waiting, columns, saved = 0, [""], None
    for record in read_records(text or ""):
        if is_header(record.cells):
            columns, saved = [plain(cell) for cell in record.cells], _SAVED.fullmatch(record.cells[-1])
        else:
            name = dict(zip(columns, record.cells, strict=False)).get("id", "").strip()
            waiting += saved is None or latest.get(name, "") <= saved[1]
    return waiting


def tables_beside(
    folder: Path, read: Sequence[str], decided: Iterable[Entry], drafts: Mapping[str, Draft]
) -> list[CorpusError]:
    """Other tables in the folder with something in them that is not known: a spreadsheet saved it under another name.

    `read` are the names of the files that builds read, first that of the TSV.
    """
    known = {(entry.id, _words(entry.verdict)) for entry in decided}
    message = f"what is written in it is not read; save it as text with tabs (Unicode text, UTF-8), named {read[0]}"
    books = [path for path in _files(folder) if path.suffix.lower() in BOOKS and _of_a_review(path, Path(read[0]).stem)]
    return [CorpusError(f"{message}, and take it out of this folder", path=path) for path in books] + [
        CorpusError(f"{message}, or take it out of this folder", path=path)
        for path in _files(folder)
        if path.name not in read and not path.name.startswith("unread") and path.suffix.lower() in TABLES
        if any(_unknown(row, known, drafts) for row in _rows(path.read_bytes()))
    ]


def copies_aside(folder: Path) -> list[Path]:
    """The files that were kept as they are, since their letters or columns could not be read."""
    return [path for path in _files(folder) if re.fullmatch(r"unread-[0-9a-f]{8}\.tsv", path.name)]


def still_waits(folder: Path, rows: int, copies: Iterable[Path]) -> Iterator[str]:
    """What is said, as long as it waits, of so many rows that were put aside and of copies of whole files."""
    if rows:
        said = f"{rows} rows that could not be used are" if rows > 1 else "1 row that could not be used is"
        yield f"{said} in {folder / UNREAD}; put right what is wrong there and paste it back behind the table"
    yield from (f"{copy} could not be read; put it right, save it as {TSV}, then remove it" for copy in copies)


def _of_a_review(path: Path, stem: str) -> bool:
    """Whether a workbook has the TSV's name, or somewhere in it the name of a column of ours: nobody reads it here."""
    if path.name.startswith(_LOCKS):
        return False
    if path.stem == stem:
        return True
    try:
        with zipfile.ZipFile(path) as book:
            return any(NEW_TEXTS[0].encode() in book.open(part).read(MOST) for part in book.infolist())
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError):
        with path.open("rb") as file:
            data = file.read(MOST)
        return any(NEW_TEXTS[0].encode(encoding) in data for encoding in ("ascii", "utf-16-le"))


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []


def _rows(data: bytes) -> Iterator[dict[str, str]]:
    """The rows of a review table with tabs, commas or semicolons between cells, in any encoding; of others none."""
    text = decode(data) or data.decode("latin-1")
    for delimiter in "\t,;":
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            columns = [plain(cell) for cell in next(lines, [])]
            if is_header(columns):
                yield from (dict(zip(columns, map(str.strip, cells), strict=False)) for cells in lines)
        except csv.Error:  # no table, or none that can be looked through
            continue


def _unknown(row: Mapping[str, str], known: set[tuple[str, str]], drafts: Mapping[str, Draft]) -> bool:
    """Whether a row has a verdict that the known ones, by id, do not have, or a draft on a pair without any."""
    name, (word, *_) = row.get("id", ""), words_of(row.get("verdict", ""))
    note, new_ja, new_en = (unescape(row.get(column, "")) for column in ("note", *NEW_TEXTS))
    said = correction(row)
    if word:
        return (name, _said(word, new_ja, new_en, *as_cells(said))) not in known
    draft = Draft(note, new_ja, new_en, attribution=said)
    return not drafts.get(name, Draft()).holds(draft) and name not in {other for other, _ in known}


def _words(verdict: Verdict) -> str:
    return _said(verdict.decision, verdict.new_ja, verdict.new_en, *as_cells(verdict.attribution))


def _said(*words: str) -> str:
    return "\n".join("".join(text.split()) for text in words)


def keep_aside(path: Path, lines: Sequence[str]) -> None:
    """Appends to `path` those of the lines that do not stand in it yet, so that nothing of one table is kept twice.

    The lines are rows behind the header of their table, which is written once more where another one came after it.
    """
    before = read_file(path).decode(errors="replace").split("\n") if path.exists() else []
    last, known = "", set()
    for line in before:
        last = line if is_header(cells_of(line)) else last
        known.add((last, line))
    header, new = last, list[str]()
    for line in lines:
        if is_header(cells_of(line)):
            header = line
        elif line.strip() and (header, line) not in known:
            new += [line] if header == last else [header, line]
            known.add((header, line))
            last = header
    if new:
        broken = "\n" if before and before[-1] else ""  # a build that was stopped had begun to write a line here
        append_text(path, broken + "".join(f"{line}\n" for line in new))
