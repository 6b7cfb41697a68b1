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
from corpus.publishing.review.aside import UNREAD, keep_aside, with_time
from corpus.publishing.review.decisions import Draft
from corpus.publishing.review.ledger import digest_with_id, text_digest
from corpus.publishing.review.returned import NEW_TEXTS
from corpus.publishing.review.verdicts import TSV, Taken, digest_of, saved_at, take_verdicts
from corpus.publishing.rows import PLACES, spans_of
from corpus.publishing.sheet import write_rows
from corpus.store import write_atomic
from corpus.types import CorpusError, Pair

COLUMNS = (
    "id", "verdict", "confidence", "relation", "ja", "en", "mismatches", "speaker", "note", "new_ja", "new_en",
    "reviewer",
    "speaker_ja", "handle", "posted_on", "article", "url", "ja_spans", "en_spans", "reason", "signals", "digest",
)  # fmt: skip
"""First what a reviewer needs, to `reviewer`. Read back are the id, the verdict and the reviewer's own columns; for the
ledger also the texts, the article, and `digest`, which tells whether the texts came back as they were sent, and beside
their id."""

Mismatches = Callable[[str, str], Sequence[str]]

TO_REVIEW = frozenset({"low_confidence", "truncated"})


@dataclass(frozen=True, slots=True)
class Review:
    """What was written: the TSV, how many rows it has, and new problems.

    These are in what was saved while the build ran, and drafts that no row is there for any more.
    """

    path: Path
    rows: int
    problems: tuple[CorpusError, ...]


def write_review(
    folder: Path, pairs: Sequence[Pair], taken: Taken, config: Config, mismatches: Mismatches | None = None
) -> Review:
    """Replaces the TSV by the pairs that wait for a decision, in the order given, with the notes made so far.

    `mismatches` says of two texts what stands on one side only; asked for these pairs alone, since it takes a
    millisecond each.

    Decisions saved into the TSV since it was `taken` are taken first; they count in the next build. Raises
    `CorpusError` where the folder cannot be written.
    """
    path, late = folder / TSV, taken
    try:
        folder.mkdir(parents=True, exist_ok=True)
        while True:
            just_decided = {name for name, entry in late.entries.items() if entry != taken.entries.get(name)}
            waiting = {pair.id: pair for pair in pairs if _waits(pair, config) and pair.id not in just_decided}
            rows = [_row(pair, late.drafts.get(pair.id, Draft()), mismatches) for pair in waiting.values()]
            # Asked last, so that hardly any time is left for a spreadsheet to save what would be replaced unread.
            if not path.exists() or digest_of(path.read_bytes()) == late.digest:
                break
            late = take_verdicts(folder)
        homeless = {n: said for n, said in late.drafts.items() if n not in waiting and said.worth_keeping}
        keep_aside(folder / UNREAD, _lines(homeless, saved_at(path)))
        write_atomic(path, ("\ufeff" + write_rows([COLUMNS, *rows])).encode())
    except OSError as error:
        message = f"cannot be written ({error.strerror}); is it open in a spreadsheet?"
        raise CorpusError(message, path=path) from error
    known = {str(problem) for problem in taken.problems}
    problems = [problem for problem in late.problems if str(problem) not in known]
    message = f"has no verdict, and no row waits for one any more; what is written there is put aside in {UNREAD}"
    problems += [CorpusError(f"{name} {message}", path=path, line=said.line) for name, said in homeless.items()]
    return Review(path, len(rows), tuple(problems))


def _lines(drafts: Mapping[str, Draft], when: str) -> list[str]:
    """What was written into rows that are no longer there, as lines of a table that may be pasted back.

    `when` is the time at which the table with them was saved.
    """
    head = ("id", "verdict", "note", *NEW_TEXTS, "reviewer")
    rows = [(name, "", said.note, said.new_ja, said.new_en, said.reviewer) for name, said in drafts.items()]
    lines = write_rows([head, *rows]).splitlines()
    return [with_time(lines[0], when), *lines[1:]] if rows else []


def _waits(pair: Pair, config: Config) -> bool:
    """Whether a person should decide: between surely wrong and accepted, or cut text that may still be of use."""
    return pair.reason in TO_REVIEW and round(pair.confidence, PLACES) >= config.review_confidence


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
        "speaker_ja": said.speaker_ja,
        "handle": said.handle,
        "posted_on": said.posted_on,
        "article": pair.ja.document.name,
        "url": source.url,
        # As JSON, since a spreadsheet makes a date of `12-40` and a time of `12:40`.
        "ja_spans": json.dumps(spans_of(pair.ja)),
        "en_spans": json.dumps(spans_of(pair.en)),
        "reason": pair.reason,
        "signals": " ".join(f"{name}={round(value, PLACES)}" for name, value in pair.signals.items()),
        "digest": digest_with_id(pair.id, text_digest(pair.ja.text, pair.en.text)),
    }
    return [values[column] or "" for column in COLUMNS]
