"""The ledger of verdicts: `verdicts.tsv`, a table that is only ever appended to, so that no decision is lost.

One line a decision; of several lines for one id the one holds whose table was saved last, as `when` says, and of those
saved in one second, or without a time, the last one: merging two ledgers line by line may put an older one behind. It
belongs under version control. A line that cannot be read is reported and stays where it is; only half a line at the
end, left by a build that was killed while writing it, is moved aside. `digest` stands last: a line that ends in a
whole one was written to its end.

An older ledger has fewer columns. It goes on with a second header, which tells what the lines behind it hold.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.publishing.review.corrections import CORRECTIONS, as_cells, correction, unclear
from corpus.publishing.sheet import decode_with_encoding, lost, one_line, plain, read_records, write_rows
from corpus.store import read_file, refuse_link, write_atomic
from corpus.text import shown
from corpus.types import CorpusError, Decision, Verdict

COLUMNS = (
    "id", "verdict", "ja", "en", "note", "new_ja", "new_en", "others", *CORRECTIONS, "reviewer", "when", "article",
    "digest",
)  # fmt: skip
"""What stands in a line. `ja` and `en` are the texts as the table came back, `digest` is of those it was sent with."""

OLDER = tuple(column for column in COLUMNS if column not in CORRECTIONS)
"""What stood in a line before reviewers could put right who spoke."""

DECISIONS: dict[str, Decision] = {
    "accept": "accept",
    "reject": "reject",
    "edit": "edit",
    "split": "split",
    "merge": "merge",
}
"""The words of a verdict, as `plain` writes them."""

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_DIGEST = re.compile(r"t?([0-9a-f]{12})(?:-[0-9a-f]{4}(?:-[0-9a-f]*)?)?")


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision with the texts it was made on; `line` is where it stands in its file.

    `when` is the time at which the table with it was saved, in UTC, to the second: known to the file system, so that
    taking the same table once more after a kill gives the same line.
    """

    id: str
    verdict: Verdict
    ja: str
    en: str
    line: int
    when: str = ""
    article: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What `verdicts.tsv` holds and what is wrong with it; `half` is a broken last line, `text` all before it.

    `columns` are those that its last header names.
    """

    path: Path
    entries: tuple[Entry, ...]
    problems: tuple[CorpusError, ...]
    text: str
    half: str
    columns: tuple[str, ...] = ()

    @property
    def held(self) -> dict[str, Entry]:
        """The entry that holds for each id, the latest last."""
        return held(self.entries)


def in_time(entries: Iterable[Entry]) -> list[Entry]:
    """Entries, given in the order of their lines, from the oldest to the latest.

    What has no time that can be read was decided after all that stands before it.
    """
    latest, dated = "", list[tuple[str, Entry]]()
    for entry in entries:
        own = entry.when if _TIME.fullmatch(entry.when) else latest
        latest = max(latest, own)
        dated.append((own, entry))
    return [entry for _, entry in sorted(dated, key=lambda one: one[0])]


def held(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Of some entries, in the order of their lines, the one that holds for each id, the latest last.

    It says of who spoke what was put right before, as far as it says nothing else.
    """
    holding: dict[str, Entry] = {}
    for entry in in_time(entries):
        before = holding.pop(entry.id, None)
        holding[entry.id] = entry if before is None else _on_top(before, entry)
    return holding


def _on_top(before: Entry, entry: Entry) -> Entry:
    said = entry.verdict.attribution.over(before.verdict.attribution)
    return replace(entry, verdict=replace(entry.verdict, attribution=said))


def text_digest(ja: str, en: str) -> str:
    """A letter and 12 hex digits of the two texts of a pair, whatever white space a spreadsheet puts around them.

    Without the letter a spreadsheet would make a number of digits with at most one e among them.
    """
    texts = [shown(one_line(text)) for text in (ja, en)]
    return "t" + hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:12]


def digest_with_id(name: str, digest: str) -> str:
    """The digest as a row of a table has it, with 4 hex digits more that tie it to the id of the row."""
    return f"{digest}-{hashlib.sha256(f'{name} {digest}'.encode()).hexdigest()[:4]}"


def digest_in(cell: str) -> str | None:
    """The digest of texts in a cell, also in an older one without its letter; None where there is none."""
    match = _DIGEST.fullmatch(cell)
    return f"t{match[1]}" if match else None


def read_ledger(path: Path) -> Ledger:
    """The ledger at `path`, empty where there is none. Nothing is changed on the disk.

    Raises `CorpusError` where it cannot be read at all: a build without it would publish what was rejected.
    """
    try:
        data = read_file(path)
    except FileNotFoundError:
        return Ledger(path, (), (), "", "")
    except OSError as error:
        raise CorpusError(f"the verdicts cannot be read: {error.strerror}", path=path) from error
    decoded = decode_with_encoding(data)
    if decoded is None:
        raise CorpusError("the verdicts are not text in UTF-8, UTF-16 or CP932; restore the file", path=path)
    text = decoded[0].replace("\r\n", "\n")
    whole, tail = text, ""
    if text and not text.endswith("\n"):
        before, newline, tail = text.rpartition("\n")
        whole = before + newline
    entries, strange, columns = _entries(whole)
    message = "this line of the ledger holds no verdict that can be read; put it right, or restore the file"
    problems = [CorpusError(message, path=path, line=line) for line in strange]
    if strange and not entries:
        message = "no line of the ledger can be read, as where its columns are others; restore the file"
        raise CorpusError(message, path=path, line=strange[0])
    if decoded[1] == "cp932":
        _refuse_lost(path, entries)
    if tail:
        line = whole.count("\n") + 1
        # A line that was written to its end but for the line break is whole: an editor may have left that out.
        if last := _last(columns, tail, line):
            entries.append(last)
            whole, tail = f"{whole}{tail}\n", ""
        else:
            message = "half a line at the end, from a build that was stopped while writing; put aside in unread.tsv"
            problems.append(CorpusError(message, path=path, line=line))
    return Ledger(path, tuple(entries), tuple(problems), whole, tail, columns)


def _entries(text: str) -> tuple[list[Entry], list[int], tuple[str, ...]]:
    """The entries of whole lines, the numbers of lines that hold none, and the columns that the last header names."""
    entries: list[Entry] = []
    strange: list[int] = []
    columns: tuple[str, ...] = ()
    for record in read_records(text):
        if {"id", "verdict"} <= (names := set(map(plain, record.cells))) and not DECISIONS.keys() & names:
            columns = tuple(plain(cell) for cell in record.cells)
        elif entry := _entry(columns, record.cells, record.line):
            entries.append(entry)
        else:
            strange.append(record.line)
    return entries, strange, columns


def _refuse_lost(path: Path, entries: Iterable[Entry]) -> None:
    """Raises `CorpusError` where a spreadsheet saved the ledger in a code page that lacks a letter of a new text."""
    for entry in entries:
        said = entry.verdict
        if lost(said.new_ja, entry.ja) or lost(said.new_en, entry.en):
            message = "a new text has a question mark, perhaps for a letter that CP932 lacks, as it was saved in"
            then = "restore the file, or put its letters right and save it in UTF-8"
            raise CorpusError(f"{message}; {then}", path=path, line=entry.line)


def _entry(columns: Sequence[str], cells: Sequence[str], line: int) -> Entry | None:
    """The entry of a line, None where it holds no verdict."""
    row = dict(zip(_columns_of(columns, cells), (one_line(cell).strip() for cell in cells), strict=False))
    name, decision = row.get("id", ""), DECISIONS.get(plain(row.get("verdict", "")))
    if not name or not decision or unclear(row):
        return None
    ja, en = row.get("ja", ""), row.get("en", "")
    digest = digest_in(row.get("digest", "")) or text_digest(ja, en)
    verdict = Verdict(
        decision,
        row.get("note", ""),
        row.get("new_ja", ""),
        row.get("new_en", ""),
        tuple(row.get("others", "").split()),
        row.get("reviewer", ""),
        lossy=digest != text_digest(ja, en),
        attribution=correction(row),
    )
    return Entry(name, verdict, ja, en, line, row.get("when", ""), row.get("article", ""), digest)


def _columns_of(columns: Sequence[str], cells: Sequence[str]) -> Sequence[str]:
    """The columns of a line below a header, or below none: of ours those that it has as many cells as.

    Where ledgers were merged line by line, lines from before the corrections may stand below a header with them.
    """
    if columns and tuple(columns) not in (COLUMNS, OLDER):
        return columns
    return COLUMNS if len(cells) > len(OLDER) else OLDER


def _last(columns: Sequence[str], tail: str, line: int) -> Entry | None:
    """The entry of a last line without a line break, None where it breaks off within."""
    records = list(read_records(tail))
    if len(records) != 1 or len(records[0].cells) < len(wanted := _columns_of(columns, records[0].cells)):
        return None
    if wanted[-1] == "digest" and digest_in(records[0].cells[len(wanted) - 1]) is None:
        return None
    return _entry(columns, records[0].cells, line)


def append(ledger: Ledger, entries: Sequence[Entry]) -> None:
    """Adds the entries at the ledger's end, and returns when they are on the disk.

    The file is first put in order where it has to be (half a line, another encoding, no line break at the end), in
    one step, so that what is appended never runs into something else.
    """
    path = ledger.path
    path.parent.mkdir(parents=True, exist_ok=True)
    data = ledger.text.encode()
    if path.exists() and read_file(path) != data:
        write_atomic(path, data)
    head = [] if ledger.columns == COLUMNS else [COLUMNS]
    if entries:
        append_text(path, write_rows([*head, *_rows(entries)]))


def _rows(entries: Iterable[Entry]) -> Iterable[tuple[str, ...]]:
    for entry in entries:
        said = entry.verdict
        words = said.note, said.new_ja, said.new_en, " ".join(said.others), *as_cells(said.attribution), said.reviewer
        yield (entry.id, said.decision, entry.ja, entry.en, *words, entry.when, entry.article, entry.digest)


def append_text(path: Path, text: str) -> None:
    """Appends to a file and returns when the text is on the disk."""
    refuse_link(path)
    with path.open("ab") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
