"""From the review TSV into the ledger: what reviewers decided, however their spreadsheet saved it.

A decision leaves the TSV only when it stands in the ledger on the disk. What cannot be understood is reported with its
line and copied to `unread.tsv`; a file that is no table at all is copied as it is. So the TSV may always be replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from corpus.publishing.review.aside import TSV, UNREAD, keep_aside, tables_beside, with_time
from corpus.publishing.review.before import Before, bare, filled, forgotten, last_built
from corpus.publishing.review.conflicts import differ, said_by
from corpus.publishing.review.decisions import (
    Draft,
    Refused,
    changed_in_vain,
    is_header,
    like_a_header,
    on_one_line,
    read_row,
)
from corpus.publishing.review.ledger import Entry, Ledger, append, in_time, read_ledger
from corpus.publishing.sheet import Record, decode_with_encoding, plain, read_records, write_rows
from corpus.store import read_file, sha256_hex, write_atomic
from corpus.types import CorpusError, Verdict

SAME = 5  # lines with the same problem that are named one by one
LEDGER = "verdicts.tsv"


@dataclass(frozen=True, slots=True)
class Taken:
    """What reviewers decided so far.

    `entries` are the ledger's lines that hold, by the pair's id, the latest last, `history` all of them; `taken` counts
    those that were new in the TSV; `drafts` are remarks on rows without a decision, which the next TSV shows again;
    `problems` make a build end with 1. `digest` is of the TSV as it was read. `repeated` names decisions that were in
    the TSV once more though others came after them.
    """

    entries: Mapping[str, Entry]
    history: tuple[Entry, ...]
    taken: int
    drafts: Mapping[str, Draft]
    problems: tuple[CorpusError, ...]
    digest: str
    repeated: tuple[CorpusError, ...] = ()

    @property
    def verdicts(self) -> dict[str, Verdict]:
        """The verdict that holds for each id."""
        return {name: entry.verdict for name, entry in self.entries.items()}


@dataclass(slots=True)
class Table:
    """What a TSV holds: decisions, drafts, problems, how many rows, and the lines to keep aside."""

    entries: dict[str, list[Entry]] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    drafted: dict[str, list[str]] = field(default_factory=dict)  # the lines of the drafts, each behind its header
    problems: list[CorpusError] = field(default_factory=list)
    rows: int = 0
    undecided: dict[str, str] = field(default_factory=dict)  # the ids of rows without a verdict, and why these wait
    aside: list[str] = field(default_factory=list)
    whole: bool = False  # its letters could not be read, all or some: the file itself is to be kept


def ledger_of(folder: Path) -> Path:
    """Where the ledger of a folder of reviews is."""
    return folder / LEDGER


def take_verdicts(folder: Path, dataset: Path | None = None) -> Taken:
    """Takes the decisions in the folder's TSV into its ledger and returns all that the ledger holds.

    A decision that came without the texts it is on gets those that its pair has in the last dataset, which is in the
    folder `dataset`. Taking the same TSV again takes nothing. Raises `CorpusError` where the ledger cannot be read or
    written.
    """
    path, ledger = folder / TSV, read_ledger(folder / LEDGER)
    last = last_built(dataset)
    lacking = [last.problem] if last.problem else _lacking(ledger, dataset, last.pairs)
    try:
        data = read_file(path) if path.exists() else b""
        read = read_table(path, data, saved_at(path))
        fresh, repeated = _without_repeated(path, ledger, new_entries(ledger, read))
        new = filled(fresh, ledger.entries, last.pairs)
        if read.whole:
            write_atomic(folder / _copy_name(data), data)
        keep_aside(folder / UNREAD, [*([ledger.half] if ledger.half else []), *read.aside])
        append(ledger, new)
        beside = tables_beside(folder, (TSV, LEDGER), (*ledger.entries, *new), read.drafts)
    except OSError as error:
        raise CorpusError(f"the verdicts cannot be kept: {error.strerror}", path=error.filename or folder) from error
    after = read_ledger(folder / LEDGER) if new else ledger
    problems = (*ledger.problems, *lacking, *read.problems, *beside)
    return Taken(after.held, after.entries, len(new), read.drafts, problems, sha256_hex(data), tuple(repeated))


def _lacking(ledger: Ledger, dataset: Path | None, last: Mapping[str, Before]) -> list[CorpusError]:
    """What is said where the last dataset has decisions that the ledger has not.

    Raises `CorpusError` where it has none at all: a dataset without any would take the place of that one.
    """
    names = forgotten(last, ledger.entries)
    if not names:
        return []
    said = f"the dataset in {dataset} has {len(names)} decision{'s' * (len(names) > 1)} that stand here no more"
    message = f"{said} (such as on {names[0]}); restore the ledger"
    if not ledger.entries:
        raise CorpusError(f"{message}, or remove that dataset to begin anew", path=ledger.path)
    return [CorpusError(f"{message} if that was not meant: they are in the dataset no more", path=ledger.path)]


def saved_at(path: Path) -> str:
    """When a file was saved, in UTC, to the second; empty where there is none."""
    if not path.exists():
        return ""
    return datetime.fromtimestamp(int(path.stat().st_mtime), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def new_entries(ledger: Ledger, read: Table) -> list[Entry]:
    """The decisions of a table that are not the ledger's last words on their pairs: it may have been taken before."""
    history = _by_id(ledger.entries)
    return [entry for name, said in read.entries.items() if not _stands(history.get(name, ()), said) for entry in said]


def read_table(path: Path, data: bytes, when: str = "", *, checking: bool = False) -> Table:
    """What a TSV holds, whatever spreadsheet saved it, however its rows and columns were moved about.

    `path` is what its problems name, `when` it was saved; `checking` says that nobody will put aside what cannot be
    read. Nothing is changed on the disk.
    """
    read, decoded = Table(), decode_with_encoding(data)
    records = [] if decoded is None else list(read_records(decoded[0]))
    header = next((record for record in records if is_header(record.cells)), None)
    copied = "" if checking else f"; the copy of the file is {_copy_name(data)}"
    aside = "" if checking else f"; the line is put aside in {UNREAD}"
    if decoded is None or header is None:
        if decoded is None or records:
            read.problems.append(CorpusError(_no_table(records) + copied, path=path))
            read.whole = True
        return read
    columns, lossy = [plain(cell) for cell in header.cells], decoded[1] == "cp932"
    for record in records:
        if is_header(record.cells):  # another one where two tables were pasted together
            header, columns = record, [plain(cell) for cell in record.cells]
            continue
        if like_a_header(record.cells):  # what its columns are is not known
            message = "a header that lacks the column id or verdict, or stands in the line of a row"
            then = "; nothing from here on is read; put it right"
            read.problems.append(CorpusError(message + then + copied, path=path, line=record.line))
            read.whole, columns = True, []
        if not columns:
            continue
        read.rows += 1
        lines = [with_time(_line(columns, header), when), _line(columns, record)]
        said = read_row(columns, record, when, lossy=lossy)
        read.problems += changed_in_vain(path, columns, record, lossy=lossy)
        if isinstance(said, Refused) and said.whole:
            read.problems.append(CorpusError(said.why + copied, path=path, line=record.line))
            read.whole = True
        elif isinstance(said, Refused):
            then = aside and f"{aside}, correct it and paste it back"
            read.problems.append(CorpusError(said.why + then, path=path, line=record.line))
            read.aside += lines
        elif isinstance(said, Entry):
            before = read.entries.setdefault(said.id, [])
            if not before or before[-1].verdict != said.verdict:  # a table pasted behind itself says it twice
                before.append(said)
        elif said[0]:
            read.undecided[said[0]] = plain(dict(zip(columns, record.cells, strict=False)).get("reason", ""))
            _take_draft(path, read, *said, lines, aside)
    read.problems += _contradictions(path, read)
    read.problems = _together(read.problems)
    return read


def _no_table(records: Sequence[Record]) -> str:
    """What is wrong with a file in which no header was found, and what to do."""
    first = records[0].cells if records else ()
    if like_a_header(first):
        missing = " and ".join(sorted({"id", "verdict"} - set(map(plain, first))))
        return f"its header has no column named {missing}; name it so again, or put it back"
    if len(first) > 2:
        return "no header with the columns id and verdict stands above the rows; put that of an earlier table there"
    message = "not a table with the columns id and verdict, in UTF-8, UTF-16 or CP932, with tabs between cells"
    return f"{message}; save it as text with tabs (Unicode text, UTF-8) and put it here again"


def _together(problems: Sequence[CorpusError]) -> list[CorpusError]:
    """The problems, and where the same is wrong in many lines, as of a whole file, one for all of them."""
    lines: dict[str, list[int]] = {}
    for problem in problems:
        lines.setdefault(problem.message, []).append(problem.line or 0)
    told: list[CorpusError] = []
    for problem in problems:
        same = lines[problem.message]
        if len(same) <= SAME:
            told.append(problem)
        elif problem.line == same[0]:
            message = f"{problem.message} (and so in {len(same) - 1} lines more, to line {same[-1]})"
            told.append(CorpusError(message, path=problem.path, line=problem.line))
    return told


def _take_draft(path: Path, read: Table, name: str, draft: Draft, lines: list[str], aside: str) -> None:
    """Of two drafts on one pair the later one stands, and of the earlier one nothing is lost."""
    before = read.drafts.get(name, Draft())
    if draft == Draft() or (before != Draft() and before.holds(draft)):
        return
    if not draft.holds(before):
        message = f"{name} has another draft in line {draft.line}, which stands{aside}"
        read.problems.append(CorpusError(message, path=path, line=before.line))
        read.aside += read.drafted[name]
    read.drafts[name], read.drafted[name] = draft, lines


def _line(columns: Sequence[str], record: Record) -> str:
    """A row to be kept aside: as it stood, or without the line breaks within."""
    lines = write_rows([on_one_line(columns, record.cells)]) if "\n" in record.raw else record.raw
    return lines.removesuffix("\n")


def _contradictions(path: Path, read: Table) -> list[CorpusError]:
    """Rows of one TSV that say different things about one pair: both go into the ledger, and the later one holds."""
    return [
        CorpusError(f"{later.id} has another verdict in line {first.line}; this one holds", path=path, line=later.line)
        for entries in read.entries.values()
        for first, later in pairwise(entries)
        if differ(first, later)
    ]


def _by_id(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Entries by the pairs that they are on, in their order."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.id, []).append(entry)
    return found


def _stands(history: Sequence[Entry], entries: Sequence[Entry]) -> bool:
    """Whether the ledger's last words on a pair are these entries: then a build that was stopped had taken them."""
    return [_with_reviewer(entry) for entry in history[-len(entries) :]] == [_with_reviewer(entry) for entry in entries]


def _without_repeated(path: Path, ledger: Ledger, new: Sequence[Entry]) -> tuple[list[Entry], list[CorpusError]]:
    """The decisions without those of an old table that was saved once more, and these by name.

    A whole row says word for word what the ledger has of its pair from before a later decision: its table is older than
    that. A line typed by hand has no texts, and is a change of mind.
    """
    fresh: list[Entry] = []
    repeated: list[CorpusError] = []
    known = _by_id(in_time(ledger.entries))
    for entry in new:
        history = known.get(entry.id, [])
        same = [one for one in history if _with_reviewer(one) == _with_reviewer(entry)]
        if bare(entry) or not same:
            fresh.append(entry)
            repeated += _overtaken(path, entry, history)
            continue
        word, holds = entry.verdict.decision, history[-1]
        said = f"a row of an old table says {word} of {entry.id} once more, as line {same[-1].line} of the ledger did"
        then = f"{holds.verdict.decision} (line {holds.line}) is later and holds"
        anew = f"to decide so anew, type {entry.id} and {word} behind the next table"
        repeated.append(CorpusError(f"{said}; {then}; {anew}", path=path, line=entry.line))
    return fresh, repeated


def _overtaken(path: Path, entry: Entry, history: Sequence[Entry]) -> Iterator[CorpusError]:
    """What is said of a decision that its own reviewer took back in a table which was saved later, but taken before."""
    *_, holds = in_time([*history, entry])
    if holds is not entry and holds.verdict.reviewer == entry.verdict.reviewer and differ(holds, entry):
        said = f"{entry.verdict.decision} of {entry.id} was saved {entry.when}, which is earlier than"
        then = f"{holds.verdict.decision} (line {holds.line} of the ledger, {holds.when}), which holds"
        anew = f"to decide so anew, type {entry.id} and {entry.verdict.decision} behind the next table"
        yield CorpusError(f"{said} {then}; {anew}, or put a time right that is wrong", path=path, line=entry.line)


def _with_reviewer(entry: Entry) -> tuple[object, ...]:
    return (*said_by(entry), entry.verdict.attribution, entry.verdict.note, entry.verdict.reviewer)


def _copy_name(data: bytes) -> str:
    return f"unread-{sha256_hex(data)[:8]}.tsv"
