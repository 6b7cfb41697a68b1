"""What one row of a review TSV says: a decision, a draft of one, or why it cannot be used.

A row is refused rather than half understood. What is refused is named with its line and kept aside, so a person can
put it right; a decision that was guessed wrong is in the dataset before anybody sees it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.publishing.review.corrections import as_cells, correction, unclear
from corpus.publishing.review.ledger import DECISIONS, Entry, digest_in, text_digest
from corpus.publishing.review.overlooked import overlooked
from corpus.publishing.review.returned import ILLEGIBLE, NEW_TEXTS, OWN, as_it_was, as_sent, harm, legible, swapped
from corpus.publishing.sheet import Record, one_line, plain
from corpus.text import CUT, parts_of
from corpus.types import Attribution, CorpusError, Verdict

ALWAYS_FILLED = frozenset(
    {"id", "confidence", "relation", "ja", "en", "article", "ja_spans", "en_spans", "reason", "digest"}
)
"""Columns without which a line is broken; others, where they are empty at its end, a spreadsheet may have left out."""

READ_BACK = frozenset({"id", "verdict", "note", *OWN, "reviewer", "ja", "en", "article", "digest"})
"""The columns that say something to a build; any other may be there, and twice."""

_PAIR = re.compile(r"p[0-9a-f]{16}(?:\.\d+)?")
_BETWEEN_IDS = re.compile(r"[\s,;:、，；：]+")
_ID = re.compile(r"p[0-9a-f]+(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reviewer wrote into a row without a verdict: the next TSV shows it again. `line` is where it stood."""

    note: str = ""
    new_ja: str = ""
    new_en: str = ""
    reviewer: str = ""
    attribution: Attribution = field(default_factory=Attribution)
    line: int = field(default=0, compare=False)

    @property
    def worth_keeping(self) -> bool:
        """Whether more than a name was written."""
        return any(self._words())

    def holds(self, other: Draft) -> bool:
        """Whether all that was written into the other stands in this one, too."""
        return all(not text or text == here for here, text in zip(self._words(), other._words(), strict=True))

    def _words(self) -> tuple[str, ...]:
        return self.note, self.new_ja, self.new_en, *as_cells(self.attribution)


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a row cannot be used, and what to do. With `whole` its letters are wrong: the file is to be kept."""

    why: str
    whole: bool = False


def is_header(cells: Sequence[str]) -> bool:
    """Whether the cells are the names of columns, those of a verdict among them, and not those of a row as well."""
    names = {plain(cell) for cell in cells}
    return {"id", "verdict"} <= names and not any(map(_PAIR.fullmatch, names))


def like_a_header(cells: Sequence[str]) -> bool:
    """Whether several cells are names of columns, as where one was changed, or the header runs on from another row."""
    return len(READ_BACK.intersection(map(plain, cells))) > 2


def words_of(verdict: str) -> list[str]:
    """What a cell with a verdict says, in its plain form: the verdict, and the ids behind it."""
    return _BETWEEN_IDS.split(plain(verdict))


def on_one_line(columns: Sequence[str], cells: Sequence[str]) -> list[str]:
    """The cells without the line breaks that were typed into them: Japanese lines are joined by nothing."""
    names = [*columns, *[""] * (len(cells) - len(columns))]
    return [
        one_line("".join(map(str.strip, cell.splitlines())) if name == "new_ja" else cell)
        for name, cell in zip(names, cells, strict=False)
    ]


def read_row(columns: Sequence[str], record: Record, when: str, *, lossy: bool) -> tuple[str, Draft] | Entry | Refused:
    """What a row says: `columns` are those of the table, `when` it was saved.

    `lossy` says that the table is taken to be in CP932, which lacks letters of the texts: they are not expected to come
    back as they were sent. Of a row that is not legible the verdict counts, which is no more than its id needs.
    """
    row = _row(columns, record.cells)
    if isinstance(row, Refused):
        return row
    name, note, reviewer = (row.get(column, "") for column in ("id", "note", "reviewer"))
    word, *others = words_of(row.get("verdict", ""))
    if word and word not in DECISIONS:
        *words, last = DECISIONS
        return Refused(f"the verdict is {row['verdict']!r}, and should be {', '.join(words)} or {last}")
    if word and not name:
        return Refused(f"the verdict {word!r} has no id")
    missing = ALWAYS_FILLED.intersection(columns[len(record.cells) :]).difference(row)
    # Of a line that breaks off behind its verdict the verdict still counts, but not a text or an id that may be half.
    if missing and not (name and word in ("accept", "reject")):
        if not name or word or "verdict" not in row or any(row.get(column) for column in (*OWN, "note")):
            return Refused(f"the line breaks off after {len(record.cells)} of {len(columns)} cells")
        return name, Draft()
    new_ja, new_en = (row.get(column, "") for column in NEW_TEXTS)
    readable = legible(row, lossy=lossy)
    if not readable and (any(row.get(column) for column in OWN) or not (word or note.isascii())):
        return Refused(ILLEGIBLE, whole=True)
    if not readable or missing:  # then its texts may be wrong or half
        row = {column: cell for column, cell in row.items() if column not in ("ja", "en")}
    if why := harm(row, lossy=lossy) or unclear(row):
        return Refused(why)
    said = correction(row)
    draft = Draft(note, new_ja, new_en, reviewer, said, record.line)
    if not word:
        return (name, draft) if name or not draft.worth_keeping else Refused("what is written here has no id")
    verdict = Verdict(DECISIONS[word], note, new_ja, new_en, tuple(others), reviewer, attribution=said)
    if why := _unclear(word, verdict, row):
        return Refused(why)
    last = columns[len(record.cells) - 1] if len(record.cells) <= len(columns) else ""
    if not record.ended and (last in OWN and row[last] or last == "verdict" and others):
        return Refused("the file ends within this row, so its last cell may be half; end the file with a line break")
    ja, en = row.get("ja", ""), row.get("en", "")
    digest = digest_in(row.get("digest", "")) or text_digest(ja, en)
    return Entry(name, verdict, ja, en, record.line, when, row.get("article", ""), digest)


def changed_in_vain(path: Path, columns: Sequence[str], record: Record, *, lossy: bool) -> list[CorpusError]:
    """What is said of a row in which a column was changed that no build reads; nothing where its letters are lost."""
    row = _row(columns, record.cells)
    if isinstance(row, Refused) or lossy or not as_sent(row):
        return []
    return [CorpusError(message, path=path, line=record.line) for message in overlooked(row)]


def _row(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str] | Refused:
    """The cells by the names of their columns; of columns with one name the filled cell counts."""
    row: dict[str, str] = {}
    for column, cell in zip(columns, map(str.strip, on_one_line(columns, cells)), strict=False):
        before = row.get(column, "")
        if column in READ_BACK and before and cell and before != cell:
            return Refused(f"two columns are named {column}, with {before!r} and {cell!r} in them: leave one of them")
        row[column] = before or cell
    return as_it_was(row)


def _unclear(word: str, verdict: Verdict, row: Mapping[str, str]) -> str | None:
    """Why a verdict cannot be followed as it is written, None where it can."""
    new = verdict.new_ja, verdict.new_en
    if word in ("edit", "split", "merge") and (why := swapped(*new, row.get("ja", ""), row.get("en", ""))):
        return why
    if word == "merge":
        if not [other for other in verdict.others if other != row["id"]]:
            return "write the id of the other row behind merge, as in: merge p0123456789abcdef"
        if strange := [other for other in verdict.others if not _ID.fullmatch(other)]:
            return f"behind merge stand ids alone, and {strange[0]!r} is none, as in: merge p0123456789abcdef"
    elif verdict.others:
        return f"the verdict is {row['verdict']!r}, and only merge has something behind it"
    if word in ("accept", "reject"):
        return f"{word} takes no new texts: write edit to use them, or empty new_ja and new_en" if any(new) else None
    if word == "split":
        return _uneven(*(parts_of(text) for text in new))
    if word == "edit" and not any(new):
        return "an edit needs a text in new_ja or new_en"
    return f"{word} takes no cut marks: split does" if any(len(parts_of(text)) > 1 for text in new) else None


def _uneven(ja: Sequence[str], en: Sequence[str]) -> str | None:
    if len(ja) != len(en) or len(ja) < 2:
        found = f"it has {len(ja) - 1} and {len(en) - 1}"
        return f"a split needs as many {CUT} in new_ja as in new_en, and at least one: {found}"
    return None if all((*ja, *en)) else f"a split needs a text on both sides of each {CUT}"
