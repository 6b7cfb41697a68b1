"""The review TSV: what a person should look at.

    take_verdicts(folder)                         before the build: decisions go from the TSV into the ledger
    write_review(folder, pairs, taken, config)    after it: the TSV anew, without what is decided

The TSV is UTF-8 with a byte order mark: without one Excel takes it for the machine's own code page and shows garbage,
while LibreOffice, Google Sheets and this package pass over it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.config import Config
from corpus.publishing.review.aside import TSV, UNREAD, copies_aside, keep_aside, rows_aside, still_waits, with_time
from corpus.publishing.review.corrections import CORRECTIONS, as_cells
from corpus.publishing.review.decisions import Draft
from corpus.publishing.review.ledger import Entry, digest_with_id, read_ledger, text_digest
from corpus.publishing.review.overlooked import codes_of
from corpus.publishing.review.returned import OWN
from corpus.publishing.review.verdicts import LEDGER, Taken, saved_at, take_verdicts
from corpus.publishing.rows import PLACES, spans_of
from corpus.publishing.sheet import write_rows
from corpus.store import read_file, sha256_hex, write_atomic
from corpus.text import in_context
from corpus.types import TO_REVIEW, CorpusError, Pair, Side

COLUMNS = (
    "id", "verdict", "confidence", "relation", "ja", "en", "mismatches", "speaker", "note", "new_ja", "new_en",
    "reviewer",
    "reason", "context", "speaker_ja", "handle", "posted_on", *CORRECTIONS, "article", "url", "ja_spans", "en_spans",
    "signals", "digest",
)  # fmt: skip
"""First what a reviewer needs, to `reviewer`. Read back are the id, the verdict and the reviewer's own columns; for the
ledger also the texts, the article, and `digest`, which tells whether the texts came back as they were sent, and beside
their id, and whether what a build does not read was changed."""

AROUND = 90  # characters of a page that are shown on both sides of a pair
Mismatches = Callable[[str, str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Review:
    """What was written: the TSV, how many of its rows wait for a decision, and new problems.

    These are in what was saved while the build ran, and drafts that no row is there for any more. `late` counts the
    pairs that were decided on meanwhile: the ledger has the decisions, the dataset does not. `waits` says what was put
    aside, in this build or before, and not put right since.
    """

    path: Path
    rows: int
    problems: tuple[CorpusError, ...]
    late: int = 0
    waits: tuple[str, ...] = ()


def table_of(folder: Path) -> Path:
    """Where the TSV of a folder of reviews is."""
    return folder / TSV


def write_review(
    folder: Path,
    pairs: Sequence[Pair],
    taken: Taken,
    config: Config,
    mismatches: Mismatches | None = None,
    dataset: Path | None = None,
) -> Review:
    """Replaces the TSV by the pairs that wait for a decision, in the order given, with the notes made so far.

    `mismatches` says of two texts what stands on one side only; asked for these pairs alone, since it takes a
    millisecond each.

    Decisions saved into the TSV since it was `taken` are taken first, with texts from `dataset`, the one just built;
    they count in the next build, until which their rows stay with them. Raises `CorpusError` where the folder cannot be
    written.
    """
    path, late = folder / TSV, taken
    try:
        folder.mkdir(parents=True, exist_ok=True)
        while True:
            decided = {entry.id: entry for entry in late.history[len(taken.history) :]}
            waiting = {pair.id: pair for pair in pairs if waits(pair.reason, pair.confidence, config)}
            rows = [_row(pair, late.drafts.get(name, Draft()), mismatches) for name, pair in waiting.items()]
            rows = [_with_decision(row, decided.get(row[0])) for row in rows]
            rows += [_with_decision([name], entry) for name, entry in decided.items() if name not in waiting]
            # Asked last, so that hardly any time is left for a spreadsheet to save what would be replaced unread.
            if not path.exists() or sha256_hex(read_file(path)) == late.digest:
                break
            late = take_verdicts(folder, dataset)
        open_rows = waiting.keys() - decided.keys()
        homeless = {n: said for n, said in late.drafts.items() if n not in open_rows and said.worth_keeping}
        keep_aside(folder / UNREAD, _lines(homeless, saved_at(path)))
        write_atomic(path, ("\ufeff" + write_rows([COLUMNS, *rows])).encode())
    except OSError as error:
        message = f"cannot be written ({error.strerror}); is it open in a spreadsheet?"
        raise CorpusError(message, path=path) from error
    known = {str(problem) for problem in (*taken.problems, *taken.repeated)}
    problems = [problem for problem in (*late.problems, *late.repeated) if str(problem) not in known]
    message = f"has no verdict, and no row waits for one any more; what is written there is put aside in {UNREAD}"
    problems += [CorpusError(f"{name} {message}", path=path, line=said.line) for name, said in homeless.items()]
    return Review(path, len(open_rows), tuple(problems), len(decided), _aside(folder))


def _aside(folder: Path) -> tuple[str, ...]:
    """What is said of all that was put aside and waits, by the ids that its rows have."""
    rows = rows_aside(folder / UNREAD, read_ledger(folder / LEDGER).entries)
    return tuple(still_waits(folder, rows, copies_aside(folder)))


def _lines(drafts: Mapping[str, Draft], when: str) -> list[str]:
    """What was written into rows that are no longer there, as lines of a table that may be pasted back.

    `when` is the time at which the table with them was saved.
    """
    head = ("id", "verdict", "note", *OWN, "reviewer")
    rows = [
        (name, "", said.note, said.new_ja, said.new_en, *as_cells(said.attribution), said.reviewer)
        for name, said in drafts.items()
    ]
    lines = write_rows([head, *rows]).splitlines()
    return [with_time(lines[0], when), *lines[1:]] if rows else []


def _with_decision(row: Sequence[str], entry: Entry | None) -> list[str]:
    """A row as it was decided on, by its id alone where the table has no other cell of it."""
    if entry is None:
        return list(row)
    said = entry.verdict
    word = " ".join((said.decision, *said.others))
    own = {"verdict": word, "note": said.note, "new_ja": said.new_ja, "new_en": said.new_en, "reviewer": said.reviewer}
    own |= zip(CORRECTIONS, as_cells(said.attribution), strict=True)
    cells = dict(zip(COLUMNS, [*row, *[""] * (len(COLUMNS) - len(row))], strict=True))
    return list((cells | own).values())


def waits(reason: str | None, confidence: float, config: Config) -> bool:
    """Whether a person should decide: between surely wrong and accepted, or a text that is cut or contradicts."""
    return reason in TO_REVIEW and round(confidence, PLACES) >= config.review_confidence


def _in_context(side: Side) -> str:
    """What stands around a pair's Japanese on its page, so that a person may decide without looking there."""
    before, behind = in_context(side.document.text, side.whole.start, side.whole.end, AROUND)
    return f"{before} [...] {behind}".strip()


def _row(pair: Pair, draft: Draft, mismatches: Mismatches | None) -> list[str]:
    said, source = pair.attribution, pair.ja.document.source
    values: dict[str, str | None] = {
        "id": pair.id,
        "verdict": "",
        "confidence": f"{pair.confidence:.{PLACES}f}",
        "relation": pair.relation,
        "ja": pair.ja.text,
        "en": pair.en.text,
        "mismatches": ", ".join(mismatches(pair.ja.text, pair.en.text)) if mismatches else "",
        "speaker": said.speaker,
        "note": draft.note,
        "new_ja": draft.new_ja,
        "new_en": draft.new_en,
        "reviewer": draft.reviewer,
        "context": _in_context(pair.ja),
        "speaker_ja": said.speaker_ja,
        "handle": said.handle,
        "posted_on": said.posted_on,
        **dict(zip(CORRECTIONS, as_cells(draft.attribution), strict=True)),
        "article": pair.ja.document.name,
        "url": source.url,
        # As JSON, since a spreadsheet makes a date of `12-40` and a time of `12:40`.
        "ja_spans": json.dumps(spans_of(pair.ja)),
        "en_spans": json.dumps(spans_of(pair.en)),
        "reason": pair.reason,
        "signals": " ".join(f"{name}={round(value, PLACES)}" for name, value in pair.signals.items()),
    }
    values["digest"] = f"{digest_with_id(pair.id, text_digest(pair.ja.text, pair.en.text))}-{codes_of(values)}"
    return [values[column] or "" for column in COLUMNS]
