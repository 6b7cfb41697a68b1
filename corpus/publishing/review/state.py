"""How far a review is: what waits, what was decided by whom, what is wrong. For reading only; nothing is taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.publishing.review.aside import TSV, UNREAD, copies_aside, rows_aside, still_waits, tables_beside
from corpus.publishing.review.conflicts import disagreements
from corpus.publishing.review.ledger import DECISIONS, Entry, read_ledger
from corpus.publishing.review.verdicts import LEDGER, read_table, saved_at
from corpus.store import read_file
from corpus.types import CorpusError


@dataclass(frozen=True, slots=True)
class State:
    """What a person is told: `lines` of it, and what is wrong."""

    lines: tuple[str, ...]
    problems: tuple[CorpusError, ...]


def check_table(path: Path) -> State:
    """What a build would take from a TSV, wherever it is. Raises `CorpusError` where it cannot be read."""
    try:
        table = read_table(path, path.read_bytes(), saved_at(path), checking=True)
    except OSError as error:
        raise CorpusError(f"cannot be read: {error.strerror or error}", path=path) from error
    entries = [entries[-1] for entries in table.entries.values()]
    drafts = sum(draft.worth_keeping for draft in table.drafts.values())
    counts = (("rows", table.rows), ("decided", len(table.entries)), *_by_decision(entries))
    return State(tuple(_lines((*counts, ("drafts", drafts)))), tuple(table.problems))


def review_state(folder: Path) -> State:
    """The state of a folder of reviews. Raises `CorpusError` where there is none, or its files cannot be read."""
    if not any((folder / name).exists() for name in (TSV, LEDGER, UNREAD)):
        raise CorpusError("there is no review here: taiyaku build writes one, --review names its folder", path=folder)
    path, ledger = folder / TSV, read_ledger(folder / LEDGER)
    try:
        table = read_table(path, read_file(path) if path.exists() else b"", saved_at(path), checking=True)
        known = (*ledger.entries, *(entry for entries in table.entries.values() for entry in entries))
        aside, copies = rows_aside(folder / UNREAD, known), copies_aside(folder)
        beside = tables_beside(folder, (TSV, LEDGER), known, table.drafts)
    except OSError as error:
        raise CorpusError(f"cannot be read: {error.strerror or error}", path=error.filename or path) from error
    held = list(ledger.held.values())
    waiting = Counter(why for name, why in table.undecided.items() if name not in table.entries)
    counts = [("to review", waiting.total())]
    counts += [(f"  {why}", count) for why, count in sorted(waiting.items()) if why]
    counts += [("decided since the build", len(table.entries))]
    counts += [("in the ledger", len(held)), *_by_decision(held)]
    counts += [(f"by {name}" if name else "by no name", count) for name, count in _reviewers(held)]
    counts += [(f"kept aside in {UNREAD}", aside)]
    differing = disagreements(ledger.path, ledger.entries)
    lines = [f"Table   {path}", f"Ledger  {ledger.path}", *_lines(counts)]
    lines += [f"Conflict: {conflict}" for conflict in differing]
    lines += [f"Waits: {waits}" for waits in still_waits(folder, aside, copies)]
    lines += list(_next(path, waiting.total(), len(table.entries)))
    return State(tuple(lines), (*ledger.problems, *table.problems, *beside))


def _next(path: Path, waiting: int, decided: int) -> Iterator[str]:
    """What there is to do."""
    *words, last = DECISIONS
    if waiting:
        yield f"Next: write {', '.join(words)} or {last} into the column verdict of {path}, and build again."
    elif decided:
        yield "Next: build again, which takes what is decided."


def _lines(counts: Sequence[tuple[str, int]]) -> Iterator[str]:
    return (f"{name:<24}{count:>8}" for name, count in counts)


def _by_decision(entries: Sequence[Entry]) -> list[tuple[str, int]]:
    counted = Counter(entry.verdict.decision for entry in entries)
    return [(f"  {name}", counted[name]) for name in DECISIONS.values() if counted[name]]


def _reviewers(entries: Sequence[Entry]) -> list[tuple[str, int]]:
    return sorted(Counter(entry.verdict.reviewer for entry in entries).items())
