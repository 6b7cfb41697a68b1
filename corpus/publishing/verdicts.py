"""From the review TSV into the ledger: what reviewers decided, however their spreadsheet saved it.

A decision leaves the TSV only when it stands in the ledger on the disk. What cannot be understood is reported with its
line and copied to `unread.tsv`; a file that is no table at all is copied as it is. So the TSV may always be replaced.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from corpus.publishing.ledger import DECISIONS, Entry, Ledger, append, append_text, read_ledger
from corpus.publishing.sheet import Record, decode, plain, read_records
from corpus.store import write_atomic
from corpus.types import CorpusError, Pair, Verdict

TSV, LEDGER, UNREAD = "low_confidence.tsv", "verdicts.tsv", "unread.tsv"

ALWAYS_FILLED = frozenset({"id", "confidence", "relation", "ja", "en", "article", "ja_spans", "en_spans", "reason"})
"""Columns without which a line is broken; others, where they are empty at its end, a spreadsheet may have left out."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What reviewers decided so far.

    `entries` are the ledger's lines that hold, by the pair's id; `taken` counts those that were new in the TSV;
    `notes` are remarks on rows without a decision, which the next TSV shows again; `problems` make a build end with 1.
    `digest` is of the TSV as it was read.
    """

    entries: Mapping[str, Entry]
    taken: int
    notes: Mapping[str, str]
    problems: tuple[CorpusError, ...]
    digest: str

    @property
    def verdicts(self) -> dict[str, Verdict]:
        """The verdict that holds for each id."""
        return {name: entry.verdict for name, entry in self.entries.items()}


@dataclass(slots=True)
class _Read:
    """What a TSV holds: decisions, notes on undecided rows, problems, and the lines to keep aside."""

    entries: dict[str, list[Entry]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    problems: list[CorpusError] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    whole: bool = False  # nothing in it could be read: the file itself is to be kept


def take_verdicts(folder: Path) -> Taken:
    """Takes the decisions in the folder's TSV into its ledger and returns all that the ledger holds.

    Taking the same TSV again takes nothing. Raises `CorpusError` where the ledger cannot be read or written.
    """
    path, ledger = folder / TSV, read_ledger(folder / LEDGER)
    try:
        data = path.read_bytes() if path.exists() else b""
        read = _read(path, data)
        new = [entry for entries in read.entries.values() if not _stands(ledger, entries) for entry in entries]
        if read.whole:
            write_atomic(folder / _copy_name(data), data)
        keep_aside(folder / UNREAD, [*([ledger.half] if ledger.half else []), *read.aside])
        append(ledger, new)
    except OSError as error:
        raise CorpusError(f"the verdicts cannot be kept: {error.strerror}", path=error.filename or folder) from error
    after = read_ledger(folder / LEDGER) if new else ledger
    problems = (*ledger.problems, *read.problems)
    return Taken(after.held, len(new), read.notes, problems, digest_of(data))


def conflicts(folder: Path, taken: Taken, pairs: Sequence[Pair]) -> list[CorpusError]:
    """The verdicts on pairs that this build did not find: they stay in the ledger, and nothing is done about them."""
    ids = {pair.id for pair in pairs}
    message = "the pair {} is no longer found, so this verdict has nothing to act on; it is kept"
    return [
        CorpusError(message.format(name), path=folder / LEDGER, line=entry.line)
        for name, entry in taken.entries.items()
        if name not in ids
    ]


def _read(path: Path, data: bytes) -> _Read:
    """The decisions of a TSV, whatever spreadsheet saved it, however its rows and columns were moved about."""
    read, text = _Read(), decode(data)
    records = [] if text is None else list(read_records(text))
    header = next((record for record in records if {"id", "verdict"} <= {plain(cell) for cell in record.cells}), None)
    if header is None:
        if text is None or records:
            message = "not a table with the columns id and verdict, in UTF-8, UTF-16 or CP932, with tabs between cells"
            read.problems.append(CorpusError(f"{message}; its copy is {_copy_name(data)}", path=path))
            read.whole = True
        return read
    columns = [plain(cell) for cell in header.cells]
    for record in records:
        if record.cells == header.cells:  # once more where two tables were pasted together
            continue
        if problem := _read_row(read, columns, record):
            message = f"{problem}; the line is put aside in {UNREAD}, correct it and paste it back"
            read.problems.append(CorpusError(message, path=path, line=record.line))
            read.aside += [header.raw, record.raw]
    read.problems += _contradictions(path, read)
    return read


def _read_row(read: _Read, columns: Sequence[str], record: Record) -> str | None:
    """Puts what the row says into `read`, and returns why it cannot be used, None where it can."""
    cells = dict(zip(columns, record.cells, strict=False))
    name, word, note = (cells.get(column, "").strip() for column in ("id", "verdict", "note"))
    missing = ALWAYS_FILLED.intersection(columns[len(record.cells) :])
    if missing and not (name and "verdict" in cells):
        return f"the line breaks off after {len(record.cells)} of {len(columns)} cells"
    if not word:
        if name and note:
            read.notes[name] = note
        return None
    if plain(word) not in DECISIONS:
        return f"the verdict is {word!r}, and should be {' or '.join(DECISIONS)}"
    if not name:
        return f"the verdict {word!r} has no id"
    entry = Entry(name, Verdict(DECISIONS[plain(word)], note), cells.get("ja", ""), cells.get("en", ""), record.line)
    read.entries.setdefault(name, []).append(entry)
    return None


def _contradictions(path: Path, read: _Read) -> list[CorpusError]:
    """Rows of one TSV that say different things about one pair: both go into the ledger, and the later one holds."""
    return [
        CorpusError(f"{later.id} has another verdict in line {first.line}; this one holds", path=path, line=later.line)
        for entries in read.entries.values()
        for first, later in pairwise(entries)
        if first.verdict.decision != later.verdict.decision
    ]


def keep_aside(path: Path, lines: Sequence[str]) -> None:
    """Appends to `path` those of the lines that do not stand in it yet, so that nothing is kept twice."""
    before = path.read_bytes().split(b"\n") if path.exists() else []
    new = [line for line in dict.fromkeys(lines) if line.strip() and line.encode() not in before]
    if new:
        append_text(path, "".join(f"{line}\n" for line in new))


def _stands(ledger: Ledger, entries: Sequence[Entry]) -> bool:
    """Whether the ledger's last words on a pair are these entries: then a build that was stopped had taken them."""
    history = [entry.verdict for entry in ledger.entries if entry.id == entries[0].id]
    return history[-len(entries) :] == [entry.verdict for entry in entries]


def digest_of(data: bytes) -> str:
    """The sha256 of a TSV, to see whether it was saved again."""
    return hashlib.sha256(data).hexdigest()


def _copy_name(data: bytes) -> str:
    return f"unread-{digest_of(data)[:8]}.tsv"
