"""The ledger of verdicts: `verdicts.tsv`, a table that is only ever appended to, so that no decision is lost.

One line a decision, `id verdict ja en note`; the order of the lines is the history, and of several lines for one id
the last one holds. It belongs under version control. A line that cannot be read is reported and stays where it is;
only half a line at the end, left by a build that was killed while writing it, is moved aside.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.publishing.sheet import decode, plain, read_records, write_rows
from corpus.store import write_atomic
from corpus.types import CorpusError, Decision, Verdict

COLUMNS = ("id", "verdict", "ja", "en", "note")

DECISIONS: dict[str, Decision] = {"accept": "accept", "reject": "reject"}
"""The words of a verdict, as `plain` writes them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision and the texts that the reviewer had before them; `line` is where it stands in its file."""

    id: str
    verdict: Verdict
    ja: str
    en: str
    line: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """What `verdicts.tsv` holds and what is wrong with it; `half` is a broken last line, `text` all before it."""

    path: Path
    entries: tuple[Entry, ...]
    problems: tuple[CorpusError, ...]
    text: str
    half: str

    @property
    def held(self) -> dict[str, Entry]:
        """The entry that holds for each id."""
        return {entry.id: entry for entry in self.entries}


def read_ledger(path: Path) -> Ledger:
    """The ledger at `path`, empty where there is none. Nothing is changed on the disk.

    Raises `CorpusError` where it cannot be read at all: a build without it would publish what was rejected.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Ledger(path, (), (), "", "")
    except OSError as error:
        raise CorpusError(f"the verdicts cannot be read: {error.strerror}", path=path) from error
    text = decode(data)
    if text is None:
        raise CorpusError("the verdicts are not text in UTF-8, UTF-16 or CP932; restore the file", path=path)
    text = text.replace("\r\n", "\n")
    whole, half = text, ""
    if text and not text.endswith("\n"):
        before, newline, tail = text.rpartition("\n")
        # A line that was written to its end but for the line break is whole: an editor may have left that out.
        complete = [record for record in read_records(tail) if len(record.cells) >= len(COLUMNS)]
        whole, half = (f"{text}\n", "") if complete else (before + newline, tail)
    entries: list[Entry] = []
    problems: list[CorpusError] = []
    for record in read_records(whole):
        cells = (*record.cells, *[""] * len(COLUMNS))
        decision = DECISIONS.get(plain(cells[1]))
        if decision and cells[0].strip():
            entries.append(Entry(cells[0].strip(), Verdict(decision, cells[4]), cells[2], cells[3], record.line))
        elif plain(cells[0]) != "id":
            message = "this line of the ledger holds no verdict; put it right or take it out"
            problems.append(CorpusError(message, path=path, line=record.line))
    if half:
        message = "half a line at the end, from a build that was stopped while writing; put aside in unread.tsv"
        problems.append(CorpusError(message, path=path, line=whole.count("\n") + 1))
    return Ledger(path, tuple(entries), tuple(problems), whole, half)


def append(ledger: Ledger, entries: Sequence[Entry]) -> None:
    """Adds the entries at the ledger's end, and returns when they are on the disk.

    The file is first put in order where it has to be (half a line, another encoding, no line break at the end), in
    one step, so that what is appended never runs into something else.
    """
    path = ledger.path
    path.parent.mkdir(parents=True, exist_ok=True)
    data = ledger.text.encode()
    if path.exists() and path.read_bytes() != data:
        write_atomic(path, data)
    head = [] if data else [COLUMNS]
    rows = [(entry.id, entry.verdict.decision, entry.ja, entry.en, entry.verdict.note) for entry in entries]
    if entries:
        append_text(path, write_rows([*head, *rows]))


def append_text(path: Path, text: str) -> None:
    """Appends to a file and returns when the text is on the disk."""
    with path.open("ab") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
