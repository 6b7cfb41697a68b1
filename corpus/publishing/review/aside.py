"""What could not be used of review TSVs: `unread.tsv`, rows with the header of their table, from which they are pasted
back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.publishing.review.decisions import is_header
from corpus.publishing.review.ledger import append_text
from corpus.publishing.sheet import cells_of, decode, read_records

UNREAD = "unread.tsv"


def rows_aside(path: Path) -> int:
    """How many rows were put aside at `path`, whatever tables they are from; its headers are none."""
    text = decode(path.read_bytes()) if path.exists() else None
    return sum(not is_header(record.cells) for record in read_records(text or ""))


def keep_aside(path: Path, lines: Sequence[str]) -> None:
    """Appends to `path` those of the lines that do not stand in it yet, so that nothing is kept twice.

    The lines are rows behind the header of their table, which is written once more where another one came after it.
    """
    before = path.read_bytes().decode(errors="replace").split("\n") if path.exists() else []
    known = set(before)
    header = last = next((line for line in reversed(before) if is_header(cells_of(line))), "")
    new: list[str] = []
    for line in lines:
        if is_header(cells_of(line)):
            header = line
        elif line.strip() and line not in known:
            new += [line] if header == last else [header, line]
            known.add(line)
            last = header
    if new:
        broken = "\n" if before and before[-1] else ""  # a build that was stopped had begun to write a line here
        append_text(path, broken + "".join(f"{line}\n" for line in new))
